package io.downlink.emulator.amqp;

import io.vertx.proton.ProtonLink;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** The ends of links: those that clients make are answered, and the hub makes its own. */
final class LinkEnds {
    private LinkEnds() {}

    /** Answers when the client detaches. */
    static <T extends ProtonLink<T>> void answer(ProtonLink<T> link, Runnable ended) {
        link.closeHandler(_ -> {
            ended.run();
            link.close();
            link.free();
        });
        link.detachHandler(_ -> {
            ended.run();
            link.detach();
            link.free();
        });
    }

    /** Refuses a link that the client wants to attach: AMQP knows it as attached and detached at once. */
    static <T extends ProtonLink<T>> void refuse(ProtonLink<T> link, ErrorCondition reason) {
        answer(link, () -> {});
        link.open();
        detach(link, reason);
    }

    /** Detaches a link. */
    static void detach(ProtonLink<?> link, ErrorCondition reason) {
        link.setCondition(reason);
        link.close();
    }
}
