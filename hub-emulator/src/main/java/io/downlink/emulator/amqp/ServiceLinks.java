package io.downlink.emulator.amqp;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubException;
import io.vertx.core.Context;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import io.vertx.proton.ProtonSession;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The links on which a service sends messages to devices and receives feedback. */
final class ServiceLinks {
    private final Hub hub;
    private final Context context;
    private final Faults faults;
    private final ClientLink client;
    private final Consumer<HubException> closing;
    private final List<FeedbackLink> feedbackLinks = new ArrayList<>();

    /**
     * None yet.
     *
     * @param closing ends the connection and says why
     */
    ServiceLinks(Hub hub, Context context, Faults faults, ClientLink client, Consumer<HubException> closing) {
        this.faults = faults;
        this.client = client;
        this.closing = closing;
        this.hub = hub;
        this.context = context;
    }

    void openMessages(ProtonReceiver link) {
        LinkEnds.answer(link, () -> {});
        new SendLink(hub.messages(), faults, client).open(link);
    }

    void openFeedback(ProtonSender link) {
        FeedbackLink feedback =
                new FeedbackLink(link, hub.feedback(), new FeedbackBody(hub.hostName()), faults, context);
        feedbackLinks.add(feedback);
        LinkEnds.answer(link, () -> end(ended -> ended == feedback));
        faults.requests().arriving(new FeedbackAttach(client, closing), () -> client.run(feedback::open));
    }

    /** A session may end without its links' ends before. */
    void sessionEnded(ProtonSession session) {
        end(link -> link.isOf(session));
    }

    boolean areIn(ProtonSession session) {
        return feedbackLinks.stream().anyMatch(link -> link.isOf(session));
    }

    void end() {
        end(_ -> true);
    }

    private void end(Predicate<FeedbackLink> which) {
        feedbackLinks.stream().filter(which).forEach(FeedbackLink::close);
        feedbackLinks.removeIf(which);
    }
}
