/** The WebSocket endpoint of an HTTPS listener: it leads to the same front ends as the ports of AMQP and MQTT. */
@NullMarked
package io.downlink.emulator.websocket;

import org.jspecify.annotations.NullMarked;
