package io.downlink.contracts.commands;

import io.downlink.contracts.commands.CommandRequest.Cancel;
import io.downlink.contracts.commands.CommandRequest.CloudToDevice;
import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.CommandRequest.Terms;
import io.downlink.contracts.methods.MethodParser;
import io.downlink.contracts.requests.Fields;
import io.downlink.contracts.requests.Limits;
import io.downlink.contracts.requests.Priority;
import io.downlink.contracts.requests.TextRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a request asks for, once its type and identity are known. */
final class RequestParser {
    private static final List<String> FIELDS_OF_COMMANDS =
            List.of("method", "message", "deadline", "delivery", "attemptsMax", "whenOffline", "priority");

    private final RequestDefaults defaults;
    private final MethodParser methods;

    RequestParser(RequestDefaults defaults) {
        this.defaults = defaults;
        this.methods = new MethodParser(defaults::timeoutsOf);
    }

    /** @return null, and told, where the request lacks what it is about */
    @Nullable
    CommandRequest parse(CommandType type, CommandId id, Fields fields, DeadlineReader deadline) {
        return switch (type) {
            case DIRECT_METHOD -> directMethod(id, fields, deadline);
            case CLOUD_TO_DEVICE -> cloudToDevice(id, fields, deadline);
            case CANCEL -> cancel(id, fields);
        };
    }

    private @Nullable CommandRequest directMethod(CommandId id, Fields fields, DeadlineReader deadline) {
        fields.refuse("message", "does not belong to a direct-method: what the device gets stands in method.payload");
        Terms terms = terms(fields, deadline, Delivery.AT_MOST_ONCE);
        Fields method = fields.object("method", CommandPlace.METHOD);
        if (method == null) {
            return null;
        }
        DirectMethod command = new DirectMethod(id, methods.parse(method), terms);
        if (terms.whenOffline() == WhenOffline.CLOUD_TO_DEVICE) {
            checkAsMessage(method, command);
        }
        return command;
    }

    /** What is wrong with the message would else show only when the device is offline. */
    private static void checkAsMessage(Fields fields, DirectMethod command) {
        if (!TextRule.PROPERTY_VALUE.accepts(command.method().name())) {
            fields.refuse(
                    "name",
                    "must be %s with \"whenOffline\": \"cloud-to-device\""
                            .formatted(TextRule.PROPERTY_VALUE.description()));
        }
        long bytes = MessageParser.bytes(command.asMessage().message());
        if (bytes > Limits.MESSAGE_BYTES_MAX) {
            fields.problem(
                    "payload",
                    "has %d bytes as a message with its properties: %d at most with \"whenOffline\": \"cloud-to-device\""
                            .formatted(bytes, Limits.MESSAGE_BYTES_MAX));
        }
    }

    private @Nullable CommandRequest cloudToDevice(CommandId id, Fields fields, DeadlineReader deadline) {
        fields.refuse("method", "does not belong to a cloud-to-device message");
        fields.refuse(
                "whenOffline",
                "does not belong to a cloud-to-device message: it waits in the device's queue, see message.timeToLive");
        Terms terms = terms(fields, deadline, Delivery.AT_LEAST_ONCE);
        Fields message = fields.object("message", CommandPlace.MESSAGE);
        return message == null ? null : new CloudToDevice(id, MessageParser.parse(message), terms);
    }

    private static CommandRequest cancel(CommandId id, Fields fields) {
        for (String name : FIELDS_OF_COMMANDS) {
            fields.refuse(name, "does not belong to a cancel: it only names the command that it takes back");
        }
        fields.required("commandId");
        return new Cancel(id);
    }

    private Terms terms(Fields fields, DeadlineReader deadline, Delivery delivery) {
        return new Terms(
                deadline.read(fields, defaults),
                fields.choice("delivery", Delivery.values(), delivery),
                fields.integer("attemptsMax", Limits.ATTEMPTS, defaults.attemptsMax()),
                fields.choice("whenOffline", WhenOffline.values(), WhenOffline.FAIL),
                fields.choice("priority", Priority.values(), Priority.INTERACTIVE));
    }
}
