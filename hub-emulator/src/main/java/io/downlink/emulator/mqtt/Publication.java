package io.downlink.emulator.mqtt;

import io.downlink.emulator.hub.ClientId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a device means with a topic it publishes to. */
sealed interface Publication {
    /** The answer to a direct method. */
    record MethodResult(int status, long requestId) implements Publication {}

    /** The device wants its twin. */
    record TwinGet(String requestId) implements Publication {}

    /** The device reports properties; the version it expects to change, if it said one. */
    record ReportedPatch(String requestId, @Nullable Long version) implements Publication {}

    /** A message to the cloud. */
    record Telemetry(Map<String, String> properties) implements Publication {}

    /** A topic the hub does not have. */
    record Unknown() implements Publication {}

    /** Reads a topic. */
    static Publication of(String topic, ClientId client) {
        try {
            if (topic.startsWith(Topics.METHOD_RESULT)) {
                int statusEnd = topic.indexOf('/', Topics.METHOD_RESULT.length());
                return new MethodResult(
                        Integer.parseInt(topic, Topics.METHOD_RESULT.length(), statusEnd, 10),
                        Long.parseLong(Topics.property(topic, "$rid"), 16));
            }
            if (topic.startsWith(Topics.TWIN_GET)) {
                return new TwinGet(Topics.property(topic, "$rid"));
            }
            if (topic.startsWith(Topics.REPORTED_PATCH)) {
                String version = Topics.property(topic, "$version");
                return new ReportedPatch(
                        Topics.property(topic, "$rid"), version.isEmpty() ? null : Long.valueOf(version));
            }
        } catch (NumberFormatException | IndexOutOfBoundsException malformed) {
            return new Unknown();
        }
        return Topics.isTelemetry(topic, client) ? new Telemetry(Topics.properties(topic)) : new Unknown();
    }
}
