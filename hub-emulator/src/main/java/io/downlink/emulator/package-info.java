/** A local IoT Hub: how it is configured, started and stopped. */
@NullMarked
package io.downlink.emulator;

import org.jspecify.annotations.NullMarked;
