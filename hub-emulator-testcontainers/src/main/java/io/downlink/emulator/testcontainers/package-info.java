/** The local IoT Hub as a container of Testcontainers: {@link io.downlink.emulator.testcontainers.HubEmulatorContainer}. */
@NullMarked
package io.downlink.emulator.testcontainers;

import org.jspecify.annotations.NullMarked;
