package io.downlink.orchestrator.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.contracts.jobs.JobEventReader;
import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectReader.MissingMemberException;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import io.downlink.orchestrator.life.End;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StateWriter} wrote, leniently: members that it does not know are ignored, and a missing one that has
 * a default has it.
 */
final class StateReader {
    private StateReader() {}

    /** @return empty where it is no job's state that this version can read */
    static Optional<Job> read(byte @Nullable [] value) {
        return JsonObjectReader.read(value, StateReader::job);
    }

    private static @Nullable Job job(JsonObjectReader json) throws MissingMemberException {
        JobId id = new JobId(json.text("hub"), json.text("jobId"));
        Schedule request = RequestJson.read(id, json.object("request"));
        JobState state = state(json.object("state"));
        return request == null || state == null ? null : new Job(request, meta(json.object("meta")), state);
    }

    private static RequestMeta meta(JsonObjectReader json) throws MissingMemberException {
        return new RequestMeta(
                json.time("recordTime"),
                Source.read("source", json),
                RequestedBy.read(json),
                json.tree("context"),
                json.text("digest"),
                trace(json));
    }

    /** What an earlier version wrote has none. */
    private static @Nullable TraceContext trace(JsonObjectReader json) {
        String traceparent = json.textOrNull("traceparent");
        return traceparent == null ? null : new TraceContext(traceparent, json.textOrNull("tracestate"));
    }

    private static @Nullable JobState state(JsonObjectReader json) throws MissingMemberException {
        StateName name = json.choice("is", StateName.values());
        Instant since = json.time("since");
        return switch (name) {
            case null -> null;
            case KEPT ->
                new JobState.Kept(since, json.flag("waiting"), json.flag("offered"), count("unanswered", json));
            case SCHEDULING ->
                new JobState.Scheduling(
                        since,
                        json.flag("waiting"),
                        json.flag("full"),
                        count("unanswered", json),
                        json.timeOrNull("unknownSince"));
            case IN_HUB -> new JobState.InHub(since, devices(json), json.timeOrNull("unknownSince"));
            case READING_OUTCOMES -> readingOutcomes(since, json);
            case RETRYING -> end(json) instanceof End.Completed end ? new JobState.Retrying(since, end) : null;
            case RECURRING -> new JobState.Recurring(since, json.time("nextRun"));
            case ENDED -> {
                End end = end(json);
                yield end == null ? null : new JobState.Ended(since, end);
            }
        };
    }

    private static @Nullable JobState readingOutcomes(Instant since, JsonObjectReader json)
            throws MissingMemberException {
        End end = end(json);
        DeviceCounts devices = devices(json);
        return end == null || devices == null
                ? null
                : new JobState.ReadingOutcomes(
                        since,
                        end,
                        devices,
                        json.textOrNull("continuation"),
                        json.integer("told"),
                        json.timeOrNull("restExpectedAt"),
                        count("unreadable", json),
                        count("restarts", json));
    }

    /** 0 where it is missing: earlier versions did not count. */
    private static int count(String name, JsonObjectReader json) {
        Integer count = json.integerOrNull(name);
        return count == null ? 0 : count;
    }

    private static @Nullable End end(JsonObjectReader json) {
        JsonNode event = json.tree("end");
        return event == null
                ? null
                : JobEventReader.read(ExactJson.text(event).getBytes(StandardCharsets.UTF_8))
                        .flatMap(End::of)
                        .orElse(null);
    }

    private static @Nullable DeviceCounts devices(JsonObjectReader json) throws MissingMemberException {
        if (!json.has("devices")) {
            return null;
        }
        JsonObjectReader devices = json.object("devices");
        return new DeviceCounts(
                devices.integer("total"),
                devices.integer("succeeded"),
                devices.integer("failed"),
                devices.integer("running"),
                devices.integer("pending"));
    }
}
