package io.downlink.orchestrator.world;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.downlink.contracts.jobs.DeviceOutcomes;
import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.jobs.JobRequest.Action;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.jobs.Origin;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.requests.Priority;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState;
import io.downlink.orchestrator.life.Life;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Jobs as somebody asked for them. */
public final class Asked {
    /** When everything is asked for. */
    public static final Instant NOW = Instant.parse("2026-12-01T09:00:00Z");

    private Asked() {}

    public static Schedule method(String jobId, @Nullable Instant startTime, DeviceOutcomes outcomes) {
        return method(jobId, startTime, outcomes, Priority.INTERACTIVE);
    }

    private static Schedule method(
            String jobId, @Nullable Instant startTime, DeviceOutcomes outcomes, Priority priority) {
        return new Schedule(
                new JobId("default", jobId),
                "tags.Building = '43'",
                startTime,
                Duration.ofMinutes(2),
                outcomes,
                priority,
                0,
                null,
                new Action.DirectMethod(
                        new Method("LockDoor", new IntNode(7), Duration.ofSeconds(5), Duration.ofSeconds(6))),
                Origin.REQUEST);
    }

    public static Schedule twin(String jobId) {
        var tags = JsonNodeFactory.instance.objectNode().put("Floor", "3").putNull("Old");
        return new Schedule(
                new JobId("other", jobId),
                "*",
                null,
                Duration.ofHours(1),
                DeviceOutcomes.ALL,
                Priority.BULK,
                3,
                null,
                new Action.UpdateTwin(tags, null),
                new Origin("floor", "floor-2", 1));
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

    /** A job on devices that fail, to be tried again so many times. */
    public static Job retried(String jobId, int times, Origin origin, JobState state) {
        Schedule once = method(jobId, null, DeviceOutcomes.NONE);
        return new Job(
                new Schedule(
                        once.id(),
                        once.queryCondition(),
                        null,
                        once.maxExecutionTime(),
                        once.deviceOutcomes(),
                        once.priority(),
                        times,
                        null,
                        once.action(),
                        origin),
                at(5),
                state);
    }

    /** A job that is due. */
    public static Job job(String jobId, Priority priority) {
        return new Job(method(jobId, null, DeviceOutcomes.ALL, priority), at(5), Life.begin(NOW));
    }

    public static Job job(JobState state, DeviceOutcomes outcomes) {
        return new Job(method("lock-43", null, outcomes), at(5), state);
    }
}
