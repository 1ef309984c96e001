/** Virtual devices: ids that need no connection, because the hub itself answers for them by a rule. */
@NullMarked
package io.downlink.emulator.virtual;

import org.jspecify.annotations.NullMarked;
