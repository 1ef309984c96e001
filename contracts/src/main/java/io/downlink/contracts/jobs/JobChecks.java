package io.downlink.contracts.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@link JobReader} cannot tell by itself of a request. Each gives the problem in words, null where there is none. */
public interface JobChecks {
    /** Where nobody can tell: everything is right. */
    JobChecks NONE = new JobChecks() {
        @Override
        public @Nullable String startTime(Instant time) {
            return null;
        }

        @Override
        public @Nullable String cron(String expression) {
            return null;
        }
    };

    /** Whether a job may be asked for that starts then. */
    @Nullable
    String startTime(Instant time);

    /** Whether this tells when a job is run. */
    @Nullable
    String cron(String expression);
}
