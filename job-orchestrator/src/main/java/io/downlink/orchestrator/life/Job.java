package io.downlink.orchestrator.life;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.requests.RequestMeta;

/**
 * A job that was asked for.
 *
 * @param request what was asked for, with every default filled in
 * @param meta how the request came
 * @param state where it is in its life
 */
public record Job(Schedule request, RequestMeta meta, JobState state) {

    public JobId id() {
        return request.id();
    }

    /** Requests for one hub are served in this order. */
    public long arrival() {
        return meta.source().offset();
    }

    public Job with(JobState next) {
        return new Job(request, meta, next);
    }

    /** The latest thing that is told of it. It follows from the state, so it can be told once more after a crash. */
    public JobEvent latest() {
        return state.told(JobEvent.About.of(meta, request, state.since()));
    }

    /** Whether this says something else than before: only then it is told. Times do not count. */
    public boolean isNewsAfter(Job before) {
        JobEvent.About about = JobEvent.About.of(meta, request, meta.recordTime());
        return !state.told(about).equals(before.state().told(about));
    }
}
