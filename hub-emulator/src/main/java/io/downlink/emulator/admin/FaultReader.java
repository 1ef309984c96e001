package io.downlink.emulator.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.faults.Devices;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.FrontEnd;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Kind.CallerEnding;
import io.downlink.emulator.faults.Kind.Connections;
import io.downlink.emulator.faults.Latency;
import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.faults.Refusal;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a fault; every refusal names field, value and remedy. */
final class FaultReader {
    private static final String ANY = "any";

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

    private static Kind kind(Fields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "refuse" -> new Kind.Refuse(refusal(fields));
            case "delay" -> new Kind.Delay(latency(fields));
            case "no-answer" -> new Kind.NoAnswer();
            case "half-open-service-link" -> new Kind.HalfOpenServiceLink();
            case "execute-then-refuse" -> new Kind.ExecuteThenRefuse(refusal(fields));
            case "execute-then-delay" -> new Kind.ExecuteThenDelay(latency(fields));
            case "execute-then-close" -> new Kind.ExecuteThenClose();
            case "execute-then-no-answer" -> new Kind.ExecuteThenNoAnswer();
            case "execute-then-stall-body" -> new Kind.ExecuteThenStallBody();
            case "execute-then-cut-body" -> new Kind.ExecuteThenCutBody();
            case "late-delivery" -> new Kind.LateDelivery(fields.duration("delay"), ending(fields));
            case "late-answer" -> new Kind.LateAnswer();
            case "drop-link" -> new Kind.DropLink();
            case "drop-link-before-delivery" -> new Kind.DropLinkBeforeDelivery();
            case "drop-link-after-delivery" -> new Kind.DropLinkAfterDelivery();
            case "half-open-device-link" -> new Kind.HalfOpenDeviceLink();
            case "lose-feedback" -> new Kind.LoseFeedback();
            case "double-feedback" -> new Kind.DoubleFeedback();
            case "mute-feedback-link" -> new Kind.MuteFeedbackLink();
            case "no-credit" -> new Kind.NoCredit();
            case "outage" -> new Kind.Outage(frontEnds(fields), connections(fields));
            default ->
                throw new IllegalArgumentException(
                        "kind " + kind + ": there is none of this name; docs/emulator.md#faults lists them");
        };
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
        return text.equals(ANY) ? null : fields.optionalWord("operation", Operation.class);
    }
}
