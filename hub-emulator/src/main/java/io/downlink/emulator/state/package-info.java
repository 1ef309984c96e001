/** What the hub must not forget, in files: an append-only journal, and snapshots that keep it short. */
@NullMarked
package io.downlink.emulator.state;

import org.jspecify.annotations.NullMarked;
