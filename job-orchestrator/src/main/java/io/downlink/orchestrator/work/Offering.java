package io.downlink.orchestrator.work;

import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.life.JobState.Kept;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.JobState.Recurring;
import io.downlink.orchestrator.life.JobState.Retrying;
import io.downlink.orchestrator.life.JobState.Scheduling;
import io.downlink.orchestrator.life.Seen;
import io.downlink.orchestrator.queue.JobQueue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** Gives a hub the jobs whose time has come, as it has slots for them; nothing is held in the hub before. */
final class Offering {
    private static final int SILENT_IN_A_ROW = 3;

    private final HubWork work;
    private final JobQueue queue;
    private final SlotWatch slots;
    private final Clock clock;

    Offering(HubWork work, JobQueue queue, SlotWatch slots, Clock clock) {
        this.work = work;
        this.queue = queue;
        this.slots = slots;
        this.clock = clock;
    }

    /** In the order of the queue; none while it is open whether an earlier one was taken. */
    Multi<Job> offer() {
        Instant now = clock.instant();
        return work.that(job -> job.state() instanceof Scheduling).isEmpty()
                ? offer(queue.inOrder(
                        work.that(job -> job.state() instanceof Kept kept && kept.isRested(now) && isDue(job, now))))
                : Multi.createFrom().empty();
    }

    private Multi<Job> offer(List<Job> due) {
        Round round = new Round(due);
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().iterable(due).onItem().transformToUniAndConcatenate(round::offer),
                        Multi.createFrom().deferred(round::rest));
    }

    /**
     * Until one of them stays behind for want of a slot, which those behind it are told; or until the hub has said nothing of
     * {@value #SILENT_IN_A_ROW} in a row: then it may say nothing of any.
     */
    private final class Round {
        private final Deque<Job> behind;
        private final List<Job> silentInARow = new ArrayList<>();
        private boolean goesOn = true;
        private boolean full;

        Round(List<Job> due) {
            this.behind = new ArrayDeque<>(due);
        }

        Uni<Job> offer(Job next) {
            if (goesOn && !slots.mayBeFree(ours())) {
                goesOn = false;
                full = true;
            }
            return goesOn ? offer() : Uni.createFrom().nullItem();
        }

        private Uni<Job> offer() {
            return HubWork.guarded(behind.remove(), this::give);
        }

        private Uni<Job> give(Job next) {
            return work.hear(next)
                    .chain(seen -> work.see(next, seen).invoke(offered -> {
                        note(next, offered);
                        full = isFull(next, offered);
                        boolean isUnheard = seen instanceof Seen.NotSaid && offered.state() instanceof Kept;
                        goesOn = isUnheard ? unheard(next) : heard(next, offered);
                    }));
        }

        /** The hub answers, so the silence about those before is about them alone. */
        private boolean heard(Job job, Job offered) {
            queue.said(job);
            silentInARow.forEach(queue::silent);
            silentInARow.clear();
            return switch (offered.state()) {
                case Kept _, Scheduling _ -> false;
                case InHub _, ReadingOutcomes _, Retrying _, Recurring _, Ended _ -> true;
            };
        }

        private boolean unheard(Job job) {
            silentInARow.add(job);
            return silentInARow.size() < SILENT_IN_A_ROW;
        }

        Multi<Job> rest() {
            return full ? tellThatTheyWait(behind) : Multi.createFrom().empty();
        }
    }

    private void note(Job before, Job offered) {
        switch (offered.state()) {
            case InHub _ -> {
                queue.given(offered);
                slots.taken(ours());
            }
            case Scheduling _ -> queue.given(offered); // the hub may have it
            case Kept _ when isFull(before, offered) -> slots.full(ours());
            case Kept _, ReadingOutcomes _, Retrying _, Recurring _, Ended _ -> {}
        }
    }

    /** A job that moved, and is kept all the same: the hub had no slot. One that has not moved got no answer. */
    private static boolean isFull(Job before, Job offered) {
        return offered.state() instanceof Kept kept && kept.waiting() && !offered.equals(before);
    }

    private Multi<Job> tellThatTheyWait(Collection<Job> due) {
        List<Job> untold = due.stream()
                .filter(job -> job.state() instanceof Kept kept && !kept.waiting())
                .toList();
        return HubWork.together(untold, job -> work.see(job, new Seen.NoSlot()));
    }

    private int ours() {
        return work.that(job -> job.state() instanceof InHub).size();
    }

    private static boolean isDue(Job job, Instant now) {
        Instant startTime = job.request().startTime();
        return startTime == null || !startTime.isAfter(now);
    }
}
