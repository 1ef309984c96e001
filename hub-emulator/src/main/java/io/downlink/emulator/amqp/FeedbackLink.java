package io.downlink.emulator.amqp;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Kind.FeedbackBreak;
import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.faults.Strike;
import io.downlink.emulator.hub.Feedback;
import io.downlink.emulator.hub.FeedbackBatch;
import io.downlink.emulator.hub.FeedbackReceiver;
import io.vertx.core.Context;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonSender;
import io.vertx.proton.ProtonSession;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A link on which a service receives feedback, as much as it has given credit for. */
final class FeedbackLink implements ServiceLink {
    private static final Logger LOGGER = Logger.getLogger(FeedbackLink.class);

    private final ProtonSender link;
    private final FeedbackReceiver receiver;
    private final FeedbackBody body;
    private final Faults faults;
    private final Context context;
    private boolean muted;
    private volatile boolean closed;

    FeedbackLink(ProtonSender link, Feedback feedback, FeedbackBody body, Faults faults, Context context) {
        this.link = link;
        this.faults = faults;
        this.context = context;
        this.body = body;
        this.receiver = feedback.open(() -> context.runOnContext(_ -> send()));
    }

    void open() {
        link.setAutoSettle(false).sendQueueDrainHandler(_ -> send()).open();
        send(); // where a fault has held the attach up, the credit is here already
    }

    @Override
    public boolean isOf(ProtonSession session) {
        return link.getSession().equals(session);
    }

    /** Gives back what the client has not settled. */
    @Override
    public void close() {
        closed = true;
        receiver.close();
    }

    private void send() {
        while (link.isOpen() && link.getCredit() > 0 && !muted()) {
            FeedbackBatch batch = receiver.take();
            if (batch == null) {
                return;
            }
            link.send(
                    tag(batch.lockToken()),
                    body.message(batch, wrongWith(batch)),
                    delivery -> settle(delivery, batch.lockToken()));
        }
    }

    private @Nullable FeedbackBreak wrongWith(FeedbackBatch batch) {
        return batch.records().stream()
                .map(told -> told.target().device().value())
                .distinct()
                .flatMap(device -> faults.strikes(Kind.OnFeedbackBatch.class, Operation.FEEDBACK, device).stream())
                .findFirst()
                .map(strike -> switch (strike.kind()) {
                    case Kind.BreakFeedback(var how) -> how;
                })
                .orElse(null);
    }

    private boolean muted() {
        Strike<Kind.MuteFeedbackLink> strike =
                muted ? null : faults.strike(Kind.MuteFeedbackLink.class, Operation.FEEDBACK, null);
        if (strike != null) {
            muted = true;
            strike.whenOver(
                    () -> closed,
                    () -> context.runOnContext(_ -> {
                        muted = false;
                        send();
                    }));
        }
        return muted;
    }

    /**
     * Accepted is complete, everything else is abandon. The hub settles as accepted in any case: a client that waits for
     * the hub to settle takes every other outcome for a failure.
     */
    private void settle(ProtonDelivery delivery, UUID lockToken) {
        if (delivery.isSettled() || (delivery.getRemoteState() == null && !delivery.remotelySettled())) {
            return;
        }
        boolean inTime = delivery.getRemoteState() instanceof Accepted
                ? receiver.complete(lockToken)
                : receiver.abandon(lockToken);
        if (!inTime) {
            LOGGER.debug("feedback settled too late");
        }
        delivery.disposition(Accepted.getInstance(), true);
    }

    private static byte[] tag(UUID lockToken) {
        return ByteBuffer.allocate(16)
                .putLong(lockToken.getMostSignificantBits())
                .putLong(lockToken.getLeastSignificantBits())
                .array();
    }
}
