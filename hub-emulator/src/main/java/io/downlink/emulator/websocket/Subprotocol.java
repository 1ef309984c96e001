package io.downlink.emulator.websocket;

import io.vertx.core.AbstractVerticle;
import java.util.function.Supplier;

/**
 * What can be spoken through a WebSocket.
 *
 * @param name what clients ask for in {@code Sec-WebSocket-Protocol}
 * @param frontEnd makes a listener that takes its connections from the server of the Vert.x it is started with
 */
public record Subprotocol(String name, Supplier<? extends AbstractVerticle> frontEnd) {}
