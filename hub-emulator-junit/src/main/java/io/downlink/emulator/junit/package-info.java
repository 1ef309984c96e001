/** A local IoT Hub for the tests of one class: {@link io.downlink.emulator.junit.HubEmulator}. */
@NullMarked
package io.downlink.emulator.junit;

import org.jspecify.annotations.NullMarked;
