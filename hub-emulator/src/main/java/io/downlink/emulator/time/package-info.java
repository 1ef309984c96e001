/** The emulator's two clocks, which tests can move, and the timers that go by them. */
@NullMarked
package io.downlink.emulator.time;

import org.jspecify.annotations.NullMarked;
