package io.downlink.emulator.amqp;

import io.vertx.proton.ProtonSender;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.apache.qpid.proton.message.Message;

/**
 * Sends on a link what the client has given credit for; the rest waits its turn. Where too much waits, the link is
 * detached: a client that gives no credit must not fill the hub's memory.
 */
final class Outgoing {
    /** How many messages wait for a client at most. */
    static final int WAITING_MAX = 1000;

    private final ProtonSender link;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    Outgoing(ProtonSender link) {
        this.link = link;
    }

    void open() {
        link.sendQueueDrainHandler(_ -> sendWaiting()).open();
    }

    void send(Message message) {
        send(message, () -> true);
    }

    /**
     * Sends a message.
     *
     * @param wanted is asked when there is credit: what nobody wants any more is dropped
     */
    void send(Message message, BooleanSupplier wanted) {
        if (!link.isOpen()) {
            return;
        }
        waiting.add(new Waiting(message, wanted));
        sendWaiting();
        if (waiting.size() > WAITING_MAX) {
            waiting.removeIf(one -> !one.wanted().getAsBoolean());
        }
        if (waiting.size() > WAITING_MAX) {
            waiting.clear();
            LinkEnds.detach(link, Conditions.tooMuchWaits());
        }
    }

    private void sendWaiting() {
        while (link.isOpen() && link.getCredit() > 0 && !waiting.isEmpty()) {
            Waiting next = waiting.remove();
            if (next.wanted().getAsBoolean()) {
                link.send(next.message());
            }
        }
    }

    private record Waiting(Message message, BooleanSupplier wanted) {}
}
