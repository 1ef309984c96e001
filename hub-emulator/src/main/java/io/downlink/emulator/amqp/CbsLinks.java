package io.downlink.emulator.amqp;

import io.downlink.emulator.security.ConnectionAuthenticator;
import io.downlink.emulator.security.Grant;
import io.vertx.core.Context;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import io.vertx.proton.ProtonSession;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.message.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The two links of claims-based security, on which a client shows its tokens, as many and as often as it likes. */
final class CbsLinks {
    private static final Logger LOGGER = Logger.getLogger(CbsLinks.class);
    private static final int CREDIT = 100;

    private final ConnectionAuthenticator authenticator;
    private final Context context;
    private final Consumer<Grant> granted;
    private @Nullable ProtonReceiver requests;
    private @Nullable ProtonSender answers;
    private @Nullable Outgoing outgoing;
    private boolean ended;

    /**
     * No links at first.
     *
     * @param granted is told of each token that is taken
     */
    CbsLinks(ConnectionAuthenticator authenticator, Context context, Consumer<Grant> granted) {
        this.authenticator = authenticator;
        this.context = context;
        this.granted = granted;
    }

    void openRequests(ProtonReceiver link) {
        requests = link;
        LinkEnds.answer(link, () -> {});
        link.setAutoAccept(false).setPrefetch(CREDIT).handler(this::receive).open();
    }

    void openAnswers(ProtonSender link) {
        answers = link;
        outgoing = new Outgoing(link);
        LinkEnds.answer(link, () -> {});
        outgoing.open();
    }

    boolean isIn(ProtonSession session) {
        return (requests != null && requests.getSession().equals(session))
                || (answers != null && answers.getSession().equals(session));
    }

    void detachRequests(ErrorCondition reason) {
        if (requests != null) {
            LinkEnds.detach(requests, reason);
        }
    }

    void detachAnswers(ErrorCondition reason) {
        if (answers != null) {
            LinkEnds.detach(answers, reason);
        }
    }

    /** The connection is over: a token that is judged after that allows nothing. */
    void end() {
        ended = true;
    }

    private void receive(ProtonDelivery delivery, Message request) {
        delivery.disposition(Accepted.getInstance(), true);
        if (PutToken.mayWait(request, authenticator)) {
            Thread.startVirtualThread(() -> {
                PutToken result = PutToken.judge(request, authenticator);
                context.runOnContext(_ -> answer(request, result));
            });
        } else {
            answer(request, PutToken.judge(request, authenticator));
        }
    }

    private void answer(Message request, PutToken result) {
        if (ended) {
            return;
        }
        if (result.grant() != null) {
            granted.accept(result.grant());
        } else {
            LOGGER.infof("token refused status=%d", result.status());
        }
        if (outgoing != null) {
            outgoing.send(result.answer(request));
        }
    }
}
