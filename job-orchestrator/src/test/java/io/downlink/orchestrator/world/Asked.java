package io.downlink.orchestrator.world;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.downlink.contracts.jobs.DeviceOutcomes;
import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.jobs.JobRequest.Action;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Jobs as somebody asked for them. */
public final class Asked {
    /** When everything is asked for. */
    public static final Instant NOW = Instant.parse("2026-12-01T09:00:00Z");

    private Asked() {}

    public static Schedule method(String jobId, @Nullable Instant startTime, DeviceOutcomes outcomes) {
        return new Schedule(
                new JobId("default", jobId),
                "tags.Building = '43'",
                startTime,
                Duration.ofMinutes(2),
                outcomes,
                new Action.DirectMethod(
                        new Method("LockDoor", new IntNode(7), Duration.ofSeconds(5), Duration.ofSeconds(6))));
    }

    public static Schedule twin(String jobId) {
        var tags = JsonNodeFactory.instance.objectNode().put("Floor", "3").putNull("Old");
        return new Schedule(
                new JobId("other", jobId),
                "*",
                null,
                Duration.ofHours(1),
                DeviceOutcomes.ALL,
                new Action.UpdateTwin(tags, null));
    }

    /** How a request came that stood at this offset. */
    public static RequestMeta at(long offset) {
        return new RequestMeta(
                NOW,
                new Source("downlink.jobs", 0, offset),
                new RequestedBy("/sender", null, "id-" + offset, null),
                new IntNode(4711),
                "v1:" + offset,
                null);
    }

    public static Job job(JobState state) {
        return job(state, DeviceOutcomes.ALL);
    }

    public static Job job(JobState state, DeviceOutcomes outcomes) {
        return new Job(method("lock-43", null, outcomes), at(5), state);
    }
}
