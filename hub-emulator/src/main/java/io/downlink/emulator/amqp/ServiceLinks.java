package io.downlink.emulator.amqp;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubException;
import io.vertx.core.Context;
import io.vertx.proton.ProtonLink;
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
    private final List<ServiceLink> links = new ArrayList<>();

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
        SendLink messages = new SendLink(link, hub.messages(), faults, client);
        hold(messages, link);
        messages.open();
    }

    void openFeedback(ProtonSender link) {
        FeedbackLink feedback =
                new FeedbackLink(link, hub.feedback(), new FeedbackBody(hub.hostName()), faults, context);
        hold(feedback, link);
        faults.requests().arriving(new FeedbackAttach(client, closing), () -> client.run(feedback::open));
    }

    /** A session may end without its links' ends before. */
    void sessionEnded(ProtonSession session) {
        end(link -> link.isOf(session));
    }

    boolean areIn(ProtonSession session) {
        return links.stream().anyMatch(link -> link.isOf(session));
    }

    void end() {
        end(_ -> true);
    }

    private <T extends ProtonLink<T>> void hold(ServiceLink held, ProtonLink<T> link) {
        links.add(held);
        LinkEnds.answer(link, () -> end(ended -> ended == held));
    }

    private void end(Predicate<ServiceLink> which) {
        links.stream().filter(which).forEach(ServiceLink::close);
        links.removeIf(which);
    }
}
