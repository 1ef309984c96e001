package io.downlink.emulator.amqp;

import io.vertx.proton.ProtonSession;

/** A link of a service that leaves something behind when it ends. */
sealed interface ServiceLink permits SendLink, FeedbackLink {
    boolean isOf(ProtonSession session);

    /** The link has ended. */
    void close();
}
