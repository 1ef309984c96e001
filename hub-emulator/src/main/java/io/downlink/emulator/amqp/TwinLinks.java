package io.downlink.emulator.amqp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Subscription;
import io.vertx.core.Context;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * The two links on which a client works with its twin. Requests are accepted first and answered then: some SDKs wait for
 * the one, some for the other. An answer waits for its link, which may be attached after the first request.
 */
final class TwinLinks {
    /** The Java SDK notes down a question only after it has handed it over, and knows nothing of an answer before that. */
    private static final Duration ANSWER_PAUSE = Duration.ofMillis(40);

    private final Session session;
    private final Context context;
    private final List<Message> early = new ArrayList<>();
    private @Nullable ProtonReceiver requests;
    private @Nullable Outgoing answers;

    TwinLinks(Session session, Context context) {
        this.session = session;
        this.context = context;
    }

    void openRequests(ProtonReceiver link) {
        requests = link;
        link.setAutoAccept(false).handler(this::receive).open();
    }

    void openAnswers(ProtonSender link) {
        Outgoing opened = new Outgoing(link);
        answers = opened;
        opened.open();
        early.forEach(opened::send);
        early.clear();
    }

    /** Nobody hears of desired properties any more. */
    void answersClosed() {
        answers = null;
        session.unsubscribe(Subscription.DESIRED_PROPERTIES);
    }

    void desiredChanged(ObjectNode patch, long version) {
        if (answers != null) {
            answers.send(TwinMessage.notification(patch, version));
        }
    }

    private void receive(ProtonDelivery delivery, Message message) {
        delivery.disposition(Accepted.getInstance(), true);
        Message answer = answerTo(message);
        answer.setCorrelationId(message.getCorrelationId()); // in the type it came in
        context.owner().setTimer(ANSWER_PAUSE.toMillis(), _ -> send(answer));
    }

    private void send(Message answer) {
        if (answers != null) {
            answers.send(answer);
        } else if (early.size() < Outgoing.WAITING_MAX) {
            early.add(answer);
        } else if (requests != null) {
            LinkEnds.detach(requests, Conditions.tooMuchWaits());
            requests = null;
        }
    }

    private Message answerTo(Message message) {
        try {
            return answerTo(TwinRequest.read(message));
        } catch (HubException refusal) {
            return TwinMessage.refusal(refusal);
        }
    }

    private Message answerTo(TwinRequest request) {
        return switch (request) {
            case TwinRequest.Get _ -> TwinMessage.twin(twin());
            case TwinRequest.Report(ObjectNode properties) -> TwinMessage.reported(session.report(properties, null));
            case TwinRequest.SubscribeDesired _ -> {
                session.subscribe(Subscription.DESIRED_PROPERTIES);
                yield TwinMessage.done();
            }
            case TwinRequest.UnsubscribeDesired _ -> {
                session.unsubscribe(Subscription.DESIRED_PROPERTIES);
                yield TwinMessage.done();
            }
        };
    }

    private ObjectNode twin() {
        ObjectNode twin = JsonNodeFactory.instance.objectNode();
        twin.set("desired", session.desired().withVersion());
        twin.set("reported", session.reported().withVersion());
        return twin;
    }
}
