package io.downlink.emulator.query;

import org.jspecify.annotations.Nullable;

/**
 * One member of each row.
 *
 * @param alias what it is called; null: it keeps the name it has
 */
record SelectedItem(Selectable what, @Nullable String alias) {}
