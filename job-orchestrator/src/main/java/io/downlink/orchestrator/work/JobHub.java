package io.downlink.orchestrator.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.jobs.JobRequest.Action;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.methods.Method;
import io.downlink.hub.HubException;
import io.downlink.hub.HubJob;
import io.downlink.hub.HubJobs;
import io.downlink.orchestrator.life.Seen;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * A configured hub, asked about jobs. A hub that fails is an answer, too: only a defect is a failure here.
 *
 * @param name as requests call it
 */
public record JobHub(String name, HubJobs jobs) {

    Uni<Seen> ask(String jobId) {
        return jobs.job(jobId)
                .<Seen>map(found -> found.<Seen>map(Seen.InTheHub::new).orElseGet(Seen.NotInTheHub::new))
                .onFailure(HubException.class)
                .recoverWithItem(failure -> new Seen.NotSaid(failure.failure()));
    }

    /** Starts it at once: it was kept until its time had come. */
    Uni<Seen> schedule(Schedule request) {
        HubJob job = new HubJob(
                request.id().jobId(),
                request.queryCondition(),
                null,
                request.maxExecutionTime(),
                action(request.action()));
        return jobs.schedule(job)
                .<Seen>map(_ -> new Seen.Taken())
                .onFailure(HubException.class)
                .recoverWithItem(failure -> new Seen.NotTaken(failure.failure()));
    }

    private static HubJob.Action action(Action action) {
        return switch (action) {
            case Action.DirectMethod(Method method) ->
                new HubJob.CallMethod(
                        method.name(),
                        method.payload().isNull() ? null : ExactJson.text(method.payload()),
                        method.connectTimeout(),
                        method.responseTimeout());
            case Action.UpdateTwin twin -> new HubJob.UpdateTwin(json(twin.tags()), json(twin.desired()));
        };
    }

    private static @Nullable String json(@Nullable JsonNode section) {
        return section == null ? null : ExactJson.text(section);
    }
}
