package io.downlink.emulator.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.faults.Devices;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.FaultReport;
import io.downlink.emulator.faults.FrontEnd;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Latency;
import io.downlink.emulator.faults.Refusal;

/** Writes a fault as {@link FaultReader} reads it, with its id and how often it struck. */
final class FaultWriter {
    private FaultWriter() {}

    static ObjectNode write(FaultReport report) {
        Fault fault = report.fault();
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", report.id());
        writeKind(fault.kind(), body);
        if (!fault.devices().equals(Devices.ALL)) {
            body.put(
                    fault.devices().isPattern() ? "devices" : "deviceId",
                    fault.devices().text());
        }
        if (fault.operation() != null) {
            body.put("operation", fault.operation().toString());
        }
        if (fault.share() < 1) {
            body.put("share", fault.share());
        }
        if (fault.times() != null) {
            body.put("times", fault.times());
        }
        if (fault.duration() != null) {
            body.put("duration", fault.duration().toString());
        }
        return body.put("seed", report.seed()).put("struck", report.struck());
    }

    private static void writeKind(Kind kind, ObjectNode body) {
        switch (kind) {
            case Kind.Refuse(var refusal) -> writeRefusal(refusal, body.put("kind", "refuse"));
            case Kind.Delay(var latency) -> writeLatency(latency, body.put("kind", "delay"));
            case Kind.NoAnswer _ -> body.put("kind", "no-answer");
            case Kind.HalfOpenServiceLink _ -> body.put("kind", "half-open-service-link");
            case Kind.ExecuteThenRefuse(var refusal) -> writeRefusal(refusal, body.put("kind", "execute-then-refuse"));
            case Kind.ExecuteThenDelay(var latency) -> writeLatency(latency, body.put("kind", "execute-then-delay"));
            case Kind.ExecuteThenClose _ -> body.put("kind", "execute-then-close");
            case Kind.ExecuteThenNoAnswer _ -> body.put("kind", "execute-then-no-answer");
            case Kind.ExecuteThenStallBody _ -> body.put("kind", "execute-then-stall-body");
            case Kind.ExecuteThenCutBody _ -> body.put("kind", "execute-then-cut-body");
            case Kind.LateDelivery(var delay, var ending) ->
                body.put("kind", "late-delivery").put("delay", delay.toString()).put("caller", ending.toString());
            case Kind.LateAnswer _ -> body.put("kind", "late-answer");
            case Kind.DropLink _ -> body.put("kind", "drop-link");
            case Kind.DropLinkBeforeDelivery _ -> body.put("kind", "drop-link-before-delivery");
            case Kind.DropLinkAfterDelivery _ -> body.put("kind", "drop-link-after-delivery");
            case Kind.HalfOpenDeviceLink _ -> body.put("kind", "half-open-device-link");
            case Kind.LoseFeedback _ -> body.put("kind", "lose-feedback");
            case Kind.DoubleFeedback _ -> body.put("kind", "double-feedback");
            case Kind.BreakFeedback(var how) ->
                body.put("kind", "break-feedback").put("body", how.toString());
            case Kind.MuteFeedbackLink _ -> body.put("kind", "mute-feedback-link");
            case Kind.NoCredit _ -> body.put("kind", "no-credit");
            case Kind.Outage outage -> writeOutage(outage, body.put("kind", "outage"));
        }
    }

    private static void writeRefusal(Refusal refusal, ObjectNode body) {
        body.put("error", refusal.code());
        if (refusal.message() != null) {
            body.put("message", refusal.message());
        }
    }

    private static void writeLatency(Latency latency, ObjectNode body) {
        ObjectNode written = body.putObject("latency");
        switch (latency) {
            case Latency.Fixed(var delay) ->
                written.put("distribution", "fixed").put("delay", delay.toString());
            case Latency.Uniform(var min, var max) ->
                written.put("distribution", "uniform")
                        .put("min", min.toString())
                        .put("max", max.toString());
            case Latency.LogNormal(var median, var p99) ->
                written.put("distribution", "log-normal")
                        .put("median", median.toString())
                        .put("p99", p99.toString());
        }
    }

    private static void writeOutage(Kind.Outage outage, ObjectNode body) {
        ArrayNode frontEnds = body.putArray("frontEnds");
        outage.frontEnds().stream().sorted().map(FrontEnd::toString).forEach(frontEnds::add);
        body.put("connections", outage.connections().toString());
    }
}
