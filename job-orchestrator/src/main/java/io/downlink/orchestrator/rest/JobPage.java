package io.downlink.orchestrator.rest;

import io.downlink.orchestrator.life.Job;
import java.util.List;
import java.util.function.Predicate;
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
     * @param wanted of them; the last one of a page need not be it any more when the next page is asked for
     * @param after {@link #next} of the page before, null for the first
     * @param limit how many, 1 to {@value #JOBS_MAX}
     * @throws IllegalArgumentException if {@code after} was never told, or its job is not known any more
     */
    static JobPage of(List<Job> all, Predicate<Job> wanted, @Nullable String after, int limit) {
        int begin = after == null ? 0 : indexOf(after, all) + 1;
        List<Job> left =
                all.stream().skip(begin).filter(wanted).limit(limit + 1L).toList();
        List<Job> jobs = left.subList(0, Math.min(limit, left.size()));
        return new JobPage(jobs, left.size() > limit ? mark(jobs.getLast()) : null);
    }

    /** @return 0 where it is no limit */
    static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            return limit < 1 || limit > JOBS_MAX ? 0 : limit;
        } catch (NumberFormatException _) {
            return 0;
        }
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
