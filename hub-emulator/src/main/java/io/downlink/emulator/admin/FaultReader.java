package io.downlink.emulator.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.faults.Devices;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.FrontEnd;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Kind.CallerEnding;
import io.downlink.emulator.faults.Kind.Connections;
import io.downlink.emulator.faults.Kind.FeedbackBreak;
import io.downlink.emulator.faults.Latency;
import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.faults.Refusal;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a fault; every refusal names field, value and remedy. */
final class FaultReader {
    private static final String ANY = "any";

    private static final Map<String, Function<Fields, Kind>> KINDS = kinds();

    private FaultReader() {}

    /**
     * Reads a fault.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID}
     */
    static Fault read(ObjectNode body) {
        Fields fields = new Fields(body);
        try {
            Fault plain = Fault.of(kind(fields));
            Fault fault = new Fault(
                    plain.kind(),
                    devices(fields),
                    operation(fields, plain.operation()),
                    fields.number("share", 1),
                    fields.optionalInteger("times"),
                    fields.optionalDuration("duration"),
                    fields.optionalLong("seed"));
            fields.nothingElse();
            return fault;
        } catch (IllegalArgumentException refused) {
            throw new HubException(HubError.ARGUMENT_INVALID, String.valueOf(refused.getMessage()));
        }
    }

    /** In the order of docs/emulator.md. */
    private static Map<String, Function<Fields, Kind>> kinds() {
        Map<String, Function<Fields, Kind>> kinds = new LinkedHashMap<>();
        kinds.put("refuse", fields -> new Kind.Refuse(refusal(fields)));
        kinds.put("delay", fields -> new Kind.Delay(latency(fields)));
        kinds.put("no-answer", _ -> new Kind.NoAnswer());
        kinds.put("half-open-service-link", _ -> new Kind.HalfOpenServiceLink());
        kinds.put("execute-then-refuse", fields -> new Kind.ExecuteThenRefuse(refusal(fields)));
        kinds.put("execute-then-delay", fields -> new Kind.ExecuteThenDelay(latency(fields)));
        kinds.put("execute-then-close", _ -> new Kind.ExecuteThenClose());
        kinds.put("execute-then-no-answer", _ -> new Kind.ExecuteThenNoAnswer());
        kinds.put("execute-then-stall-body", _ -> new Kind.ExecuteThenStallBody());
        kinds.put("execute-then-cut-body", _ -> new Kind.ExecuteThenCutBody());
        kinds.put("late-delivery", fields -> new Kind.LateDelivery(fields.duration("delay"), ending(fields)));
        kinds.put("late-answer", _ -> new Kind.LateAnswer());
        kinds.put("drop-link", _ -> new Kind.DropLink());
        kinds.put("drop-link-before-delivery", _ -> new Kind.DropLinkBeforeDelivery());
        kinds.put("drop-link-after-delivery", _ -> new Kind.DropLinkAfterDelivery());
        kinds.put("half-open-device-link", _ -> new Kind.HalfOpenDeviceLink());
        kinds.put("lose-feedback", _ -> new Kind.LoseFeedback());
        kinds.put("double-feedback", _ -> new Kind.DoubleFeedback());
        kinds.put("break-feedback", fields -> new Kind.BreakFeedback(feedbackBreak(fields)));
        kinds.put("mute-feedback-link", _ -> new Kind.MuteFeedbackLink());
        kinds.put("no-credit", _ -> new Kind.NoCredit());
        kinds.put("outage", fields -> new Kind.Outage(frontEnds(fields), connections(fields)));
        return Collections.unmodifiableMap(kinds);
    }

    private static Kind kind(Fields fields) {
        String name = fields.optionalText("kind");
        Function<Fields, Kind> reader = name == null ? null : KINDS.get(name);
        if (reader == null) {
            throw new IllegalArgumentException((name == null ? "kind is missing" : "kind " + name)
                    + ": it must be one of " + String.join(", ", KINDS.keySet()));
        }
        return reader.apply(fields);
    }

    private static Refusal refusal(Fields fields) {
        int code = fields.required("error", fields.optionalInteger("error"));
        return new Refusal(code, fields.optionalText("message"));
    }

    private static Latency latency(Fields fields) {
        Fields latency = fields.object("latency");
        String distribution = latency.text("distribution");
        Latency read = switch (distribution) {
            case "fixed" -> new Latency.Fixed(latency.duration("delay"));
            case "uniform" -> new Latency.Uniform(latency.duration("min"), latency.duration("max"));
            case "log-normal" -> new Latency.LogNormal(latency.duration("median"), latency.duration("p99"));
            default ->
                throw new IllegalArgumentException(
                        "latency.distribution " + distribution + ": it must be one of fixed, uniform, log-normal");
        };
        latency.nothingElse();
        return read;
    }

    private static CallerEnding ending(Fields fields) {
        CallerEnding ending = fields.optionalWord("caller", CallerEnding.class);
        return ending == null ? CallerEnding.CUT : ending;
    }

    private static FeedbackBreak feedbackBreak(Fields fields) {
        FeedbackBreak how = fields.optionalWord("body", FeedbackBreak.class);
        return how == null ? FeedbackBreak.CUT : how;
    }

    private static Set<FrontEnd> frontEnds(Fields fields) {
        List<FrontEnd> named = fields.words("frontEnds", FrontEnd.class);
        return named.isEmpty() ? EnumSet.allOf(FrontEnd.class) : EnumSet.copyOf(named);
    }

    private static Connections connections(Fields fields) {
        Connections connections = fields.optionalWord("connections", Connections.class);
        return connections == null ? Connections.REFUSED : connections;
    }

    private static Devices devices(Fields fields) {
        String id = fields.optionalText("deviceId");
        String pattern = fields.optionalText("devices");
        if (id != null && pattern != null) {
            throw new IllegalArgumentException(
                    "devices " + pattern + ": there is a deviceId already; leave out one of them");
        }
        return id != null ? Devices.one(id) : pattern != null ? Devices.like(pattern) : Devices.ALL;
    }

    private static @Nullable Operation operation(Fields fields, @Nullable Operation usual) {
        String text = fields.optionalText("operation");
        if (text == null) {
            return usual;
        }
        return text.equals(ANY) ? null : fields.word("operation", text, Operation.class, ANY);
    }
}
