package io.downlink.hub;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** The event loops of all tests of a JVM. */
final class Loops {
    static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));

    private Loops() {}
}
