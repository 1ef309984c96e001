package io.downlink.contracts.jobs;

import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestMeta;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a record on {@code downlink.jobs} turned out to be. */
public sealed interface JobReadResult {

    /** A valid request. */
    record Accepted(JobRequest request, RequestMeta meta) implements JobReadResult {}

    /**
     * A request about a job that can be named, but not a valid one: nothing is scheduled or cancelled.
     *
     * @param id as far as it could be read
     * @param type null where it is missing or unknown
     * @param problems all that is wrong with it, at least one
     */
    record Refused(JobId id, @Nullable JobRequestType type, RequestMeta meta, List<Problem> problems)
            implements JobReadResult {
        public Refused {
            problems = List.copyOf(problems);
        }

        /** What is told upstream. */
        public JobEvent.Invalid toEvent(Instant time) {
            return new JobEvent.Invalid(JobEvent.About.of(meta, id, type, time), problems);
        }
    }

    /**
     * Not even a job id can be read from it: it belongs into {@code downlink.dead-letters}, bytes unchanged.
     *
     * @param cause one line that says what it is instead, without its content
     */
    record Unreadable(String cause) implements JobReadResult {}
}
