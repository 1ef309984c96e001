package io.downlink.orchestrator.life;

import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.JobEvent.OutcomesRead;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a job is in its life. {@link Life} says how it goes on.
 *
 * <pre>
 * Kept ──> Scheduling ──> InHub ──> ReadingOutcomes ──> Retrying ──> Ended
 *   ^───────────┘ not taken └─────────────────┴────────────────────────^
 * Recurring ──> Ended
 * </pre>
 */
public sealed interface JobState {

    /** When it came to be so; of a state that only counts on, when it counted last. */
    Instant since();

    /** What is told of it: the latest event about the job. */
    JobEvent told(About about);

    /**
     * The hub has not got it: its time has not come, or there is no slot.
     *
     * @param waiting whether it was told that it waits for a slot
     * @param offered whether the hub was given it once, and did not take it: what the hub has under this id is ours
     * @param unanswered how many times the hub was given it, did not say what it did, and then knew no such job
     */
    record Kept(Instant since, boolean waiting, boolean offered, int unanswered) implements JobState {

        /** Whether it may be offered: at once after one answer that went astray, then with a pause, in which it can be taken back. */
        public boolean isRested(Instant now) {
            return unanswered <= 1 || !now.isBefore(since.plus(PAUSE));
        }

        @Override
        public JobEvent told(About about) {
            return beforeTheHub(waiting, about);
        }
    }

    /**
     * It is being given to the hub: written before the hub is asked to take it, so that what the hub then has under this
     * id is ours.
     *
     * @param waiting as in {@link Kept}
     * @param full whether the hub said that it has no slot, which still has to be confirmed
     * @param unanswered as in {@link Kept}
     * @param unknownSince since when the hub says that it knows no such job; null where it has not said so
     */
    record Scheduling(
            Instant since,
            boolean waiting,
            boolean full,
            int unanswered,
            @Nullable Instant unknownSince) implements JobState {

        /**
         * Whether the hub may still be given it. A call ends within 50 s at the latest, so what is given while this is fresh
         * is in the hub before anybody believes, after {@link Life#UNKNOWN_FOR}, that it is not.
         */
        public boolean isFresh(Instant now) {
            return now.isBefore(since.plus(FRESH));
        }

        @Override
        public JobEvent told(About about) {
            return beforeTheHub(waiting, about);
        }
    }

    /**
     * The hub has it, queued, scheduled or running.
     *
     * @param devices as the hub counted last, null while it counts none
     * @param unknownSince since when the hub says that it knows no such job; null where it has not said so
     */
    record InHub(
            Instant since,
            @Nullable DeviceCounts devices,
            @Nullable Instant unknownSince) implements JobState {
        @Override
        public JobEvent told(About about) {
            return devices == null ? new JobEvent.Scheduled(about, null) : new JobEvent.Progress(about, devices, null);
        }
    }

    /**
     * It has run; what it came to on each device is being read from the hub.
     *
     * @param end how it ended
     * @param devices as the hub counted them
     * @param continuation of the next page, null for the first
     * @param told how many outcomes were told
     * @param restExpectedAt when the last one will be read, null where nobody knows
     * @param unreadable how many answers in a row could not be read, or were refusals
     * @param restarts how many times the hub refused to go on, so that it began anew at the first page
     */
    record ReadingOutcomes(
            Instant since,
            End end,
            DeviceCounts devices,
            @Nullable String continuation,
            int told,
            @Nullable Instant restExpectedAt,
            int unreadable,
            int restarts)
            implements JobState {
        @Override
        public JobEvent told(About about) {
            return new JobEvent.Progress(about, devices, new OutcomesRead(told, restExpectedAt));
        }
    }

    /**
     * It has completed, and failed on some devices: which these are is being read from the hub, for other jobs to try them
     * again.
     */
    record Retrying(Instant since, End.Completed end) implements JobState {
        @Override
        public JobEvent told(About about) {
            return new JobEvent.Progress(about, end.devices(), null);
        }
    }

    /** It is run again and again, by jobs of their own. */
    record Recurring(Instant since, Instant nextRun) implements JobState {
        @Override
        public JobEvent told(About about) {
            return new JobEvent.Recurring(about, nextRun);
        }
    }

    /** Nothing more happens. */
    record Ended(Instant since, End end) implements JobState {
        @Override
        public JobEvent told(About about) {
            return end.toEvent(about);
        }
    }

    private static JobEvent beforeTheHub(boolean waiting, About about) {
        return waiting ? new JobEvent.Waiting(about, NO_SLOT) : new JobEvent.Accepted(about);
    }

    /** Between two times that a job is given to a hub that does not say what it does with it. */
    Duration PAUSE = Duration.ofSeconds(60);

    /** From an intention to the call that follows from it. */
    Duration FRESH = Duration.ofSeconds(10);

    /** For people. */
    String NO_SLOT = "All job slots of the hub are taken, by running jobs or by scheduled ones. It is tried again.";
}
