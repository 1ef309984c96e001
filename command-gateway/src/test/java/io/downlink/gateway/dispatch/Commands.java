package io.downlink.gateway.dispatch;

import com.fasterxml.jackson.databind.node.IntNode;
import io.downlink.contracts.commands.Ack;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandRequest.Body;
import io.downlink.contracts.commands.CommandRequest.CloudToDevice;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.CommandRequest.Message;
import io.downlink.contracts.commands.CommandRequest.Terms;
import io.downlink.contracts.commands.Delivery;
import io.downlink.contracts.commands.WhenOffline;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.requests.Priority;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import io.downlink.gateway.cancelling.HeldCommand;
import io.downlink.gateway.cancelling.HeldCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Commands for tests, all written at {@link #WRITTEN}. */
final class Commands {
    static final Instant WRITTEN = Instant.parse("2026-11-21T10:00:00Z");
    static final CommandId ID = new CommandId("default", "pump-1", null, "c-1");

    private static final RequestMeta META = new RequestMeta(
            WRITTEN, new Source("downlink.commands", 3, 17), RequestedBy.NOBODY, null, "v1:digest", null);

    private Commands() {}

    static Terms terms() {
        return new Terms(
                WRITTEN.plus(Duration.ofHours(1)), Delivery.AT_MOST_ONCE, 3, WhenOffline.FAIL, Priority.INTERACTIVE);
    }

    static Terms with(Terms terms, Delivery delivery) {
        return new Terms(terms.deadline(), delivery, terms.attemptsMax(), terms.whenOffline(), terms.priority());
    }

    static Terms with(Terms terms, WhenOffline whenOffline) {
        return new Terms(terms.deadline(), terms.delivery(), terms.attemptsMax(), whenOffline, terms.priority());
    }

    static Terms with(Terms terms, Instant deadline) {
        return new Terms(deadline, terms.delivery(), terms.attemptsMax(), terms.whenOffline(), terms.priority());
    }

    static Received reboot(Terms terms) {
        return reboot(ID, terms);
    }

    static Received reboot(CommandId id, Terms terms) {
        Method method = new Method("reboot", IntNode.valueOf(3), Duration.ZERO, Duration.ofSeconds(30));
        return received(new DirectMethod(id, method, terms));
    }

    static Received message(Terms terms) {
        return message(new Message(new Body.Text("hello"), null, null, Map.of(), Ack.FULL, null), terms);
    }

    static Received message(Message message, Terms terms) {
        return received(new CloudToDevice(ID, message, terms));
    }

    static HeldCommand held(Received received) {
        return new HeldCommands().hold(received.command().id(), received);
    }

    private static Received received(Command command) {
        return new Received(command, META);
    }
}
