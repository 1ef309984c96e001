/** How much a hub of a tier does in a second, a minute and a day; numbers and a clock. */
@NullMarked
package io.downlink.emulator.throttling;

import org.jspecify.annotations.NullMarked;
