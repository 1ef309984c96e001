package io.downlink.orchestrator.rest;

import io.downlink.orchestrator.life.Job;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list of jobs.
 *
 * @param next stands for the last job on it, null where no other follows
 */
record JobPage(List<Job> jobs, @Nullable String next) {
    static final int JOBS_MAX = 1_000;

    /**
     * @param all in their order
     * @param after {@link #next} of the page before, null for the first
     * @param limit how many, 1 to {@value #JOBS_MAX}
     * @throws IllegalArgumentException if {@code after} was never told, or its job is not known any more
     */
    static JobPage of(List<Job> all, @Nullable String after, int limit) {
        int begin = after == null ? 0 : indexOf(after, all) + 1;
        int end = Math.min(all.size(), begin + limit);
        List<Job> jobs = all.subList(begin, end);
        return new JobPage(jobs, end < all.size() ? mark(jobs.getLast()) : null);
    }

    private static int indexOf(String after, List<Job> all) {
        for (int i = 0; i < all.size(); i++) {
            if (mark(all.get(i)).equals(after)) {
                return i;
            }
        }
        throw new IllegalArgumentException("after: no job \"%s\" is known: begin with the first page".formatted(after));
    }

    private static String mark(Job job) {
        return job.id().hub() + ":" + job.id().jobId();
    }
}
