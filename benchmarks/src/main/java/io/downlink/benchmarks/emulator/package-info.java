/** The emulator driven directly: bare MQTT devices, bare HTTP and AMQP clients, no SDK in between. */
@NullMarked
package io.downlink.benchmarks.emulator;

import org.jspecify.annotations.NullMarked;
