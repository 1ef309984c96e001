package io.downlink.contracts.commands;

import io.downlink.contracts.commands.CommandRequest.Cancel;
import io.downlink.contracts.commands.CommandRequest.CloudToDevice;
import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.CommandRequest.Terms;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.methods.MethodParser;
import io.downlink.contracts.requests.Fields;
import io.downlink.contracts.requests.Limits;
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
        return method == null ? null : new DirectMethod(id, method(method, terms.whenOffline()), terms);
    }

    private Method method(Fields fields, WhenOffline whenOffline) {
        Method method = methods.parse(fields);
        int bytes = ExactJson.utf8Length(method.payload());
        boolean fitsOnlyAMethod = bytes > Limits.MESSAGE_BYTES_MAX && bytes <= Limits.METHOD_PAYLOAD_BYTES_MAX;
        if (fitsOnlyAMethod && whenOffline == WhenOffline.CLOUD_TO_DEVICE) {
            fields.problem(
                    "payload",
                    "has %d bytes of JSON in UTF-8: %d at most with \"whenOffline\": \"cloud-to-device\""
                            .formatted(bytes, Limits.MESSAGE_BYTES_MAX));
        }
        return method;
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
