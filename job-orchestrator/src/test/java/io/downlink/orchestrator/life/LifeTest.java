package io.downlink.orchestrator.life;

import static io.downlink.orchestrator.world.Asked.NOW;
import static io.downlink.orchestrator.world.Asked.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.contracts.jobs.DeviceOutcomes;
import io.downlink.contracts.jobs.JobEvent.Cause;
import io.downlink.contracts.jobs.JobReason;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.JobSnapshot;
import io.downlink.hub.JobStatus;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.life.JobState.Kept;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.JobState.Scheduling;
import io.downlink.orchestrator.life.Step.Then;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LifeTest {
    private static final Instant BEFORE = NOW.minusSeconds(59);
    private static final Instant LONG_BEFORE = NOW.minusSeconds(60);
    private static final Evidence EVIDENCE = new Evidence("words", 1, "tracking");
    private static final DeviceCounts HALF = new DeviceCounts(4, 1, 1, 1, 1);
    private static final DeviceCounts DONE = new DeviceCounts(4, 3, 1, 0, 0);
    private static final End.Completed COMPLETED = new End.Completed(DONE, null, NOW, List.of());
    private static final End CANCELLED = new End.Cancelled();

    private static final Kept KEPT = new Kept(BEFORE, false, false, 0);
    private static final Kept WAITING = new Kept(BEFORE, true, false, 0);
    private static final Kept OFFERED = new Kept(BEFORE, true, true, 0);
    private static final Scheduling SCHEDULING = new Scheduling(BEFORE, false, false, 0, null);
    private static final Scheduling FULL = new Scheduling(BEFORE, false, true, 0, null);
    private static final InHub IN_HUB = new InHub(BEFORE, null, null);
    private static final InHub RUNNING = new InHub(BEFORE, HALF, null);
    private static final ReadingOutcomes READING = new ReadingOutcomes(BEFORE, COMPLETED, DONE, "next", 2, null, 0, 0);
    private static final Ended ENDED = new Ended(BEFORE, COMPLETED);

    private static final Seen NOT_IN_HUB = new Seen.NotInTheHub();
    private static final HubFailure LOST = new HubFailure.ConnectionLost(EVIDENCE);
    private static final HubFailure SLOTS_FULL = new HubFailure.JobSlotsFull(EVIDENCE);
    private static final HubFailure EXISTS = new HubFailure.JobAlreadyExists(EVIDENCE);
    private static final HubFailure UNAUTHORIZED = new HubFailure.Unauthorized(EVIDENCE);
    private static final HubFailure REFUSED = new HubFailure.Refused(EVIDENCE);

    /** What leads on. */
    static Stream<Row> rows() {
        return Stream.of(
                // a job is offered only when the hub said that its id is free
                row(KEPT, NOT_IN_HUB, new Scheduling(NOW, false, false, 0, null), Then.SCHEDULE),
                row(WAITING, NOT_IN_HUB, new Scheduling(NOW, true, false, 0, null), Then.SCHEDULE),
                row(KEPT, said(JobStatus.RUNNING, HALF), failed(JobReason.JOB_ID_IN_USE)),
                row(OFFERED, said(JobStatus.RUNNING, HALF), new InHub(NOW, null, null)),
                row(KEPT, new Seen.NotSaid(UNAUTHORIZED), failed(JobReason.UNAUTHORIZED)),
                row(KEPT, new Seen.NoSlot(), new Kept(NOW, true, false, 0)),
                row(KEPT, new Seen.Unwanted(), new Ended(NOW, CANCELLED)),
                // what a hub has under the id after the intention was written is ours
                row(SCHEDULING, new Seen.Taken(), new InHub(NOW, null, null)),
                row(SCHEDULING, said(JobStatus.QUEUED, null), new InHub(NOW, null, null)),
                row(SCHEDULING, new Seen.NotTaken(EXISTS), new InHub(NOW, null, null)),
                // a hub without a slot is believed only when it says that it has no such job
                row(SCHEDULING, new Seen.NotTaken(SLOTS_FULL), new Scheduling(NOW, false, true, 0, null), Then.ASK),
                row(FULL, NOT_IN_HUB, new Kept(NOW, true, true, 0)),
                row(FULL, said(JobStatus.RUNNING, HALF), new InHub(NOW, null, null)),
                // a plain refusal is an answer
                row(SCHEDULING, new Seen.NotTaken(REFUSED), failed(JobReason.REFUSED_BY_HUB)),
                row(SCHEDULING, new Seen.NotTaken(UNAUTHORIZED), failed(JobReason.UNAUTHORIZED)),
                // everything else is settled by asking, for a minute, before it is given once more
                row(SCHEDULING, NOT_IN_HUB, new Scheduling(BEFORE, false, false, 0, NOW)),
                row(new Scheduling(BEFORE, true, false, 1, LONG_BEFORE), NOT_IN_HUB, new Kept(NOW, true, true, 2)),
                row(
                        new Kept(BEFORE, false, true, 2),
                        NOT_IN_HUB,
                        new Scheduling(NOW, false, false, 2, null),
                        Then.SCHEDULE),
                row(new Kept(BEFORE, false, true, 2), new Seen.NoSlot(), new Kept(NOW, true, true, 2)),
                row(
                        new Scheduling(BEFORE, false, false, 2, null),
                        new Seen.NotTaken(SLOTS_FULL),
                        new Scheduling(NOW, false, true, 2, null),
                        Then.ASK),
                row(new Scheduling(BEFORE, false, true, 2, null), NOT_IN_HUB, new Kept(NOW, true, true, 2)),
                row(
                        new Scheduling(BEFORE, false, false, 2, null),
                        NOT_IN_HUB,
                        new Scheduling(BEFORE, false, false, 2, NOW)),
                // in the hub
                row(IN_HUB, said(JobStatus.RUNNING, HALF), new InHub(NOW, HALF, null)),
                row(IN_HUB, said(JobStatus.CANCELLED, null), new Ended(NOW, CANCELLED)),
                row(RUNNING, said(JobStatus.CANCELLED, new DeviceCounts(4, 0, 0, 0, 4)), new Ended(NOW, CANCELLED)),
                // when it had begun, that is not what a cancelled job is
                row(RUNNING, said(JobStatus.CANCELLED, DONE), cancelledWhenItHadBegun(DONE)),
                row(RUNNING, said(JobStatus.CANCELLED, null), cancelledWhenItHadBegun(HALF)),
                row(RUNNING, new Seen.TakenBack(), new Ended(NOW, CANCELLED)),
                row(RUNNING, NOT_IN_HUB, new InHub(BEFORE, HALF, NOW)),
                row(new InHub(BEFORE, HALF, LONG_BEFORE), NOT_IN_HUB, failed(JobReason.JOB_UNKNOWN)),
                row(new InHub(BEFORE, HALF, LONG_BEFORE), said(JobStatus.RUNNING, HALF), RUNNING),
                row(RUNNING, said(JobStatus.FAILED, null), failed(JobReason.JOB_FAILED)),
                row(
                        RUNNING,
                        said(JobStatus.COMPLETED, DONE),
                        new ReadingOutcomes(NOW, COMPLETED, DONE, null, 0, null, 0, 0)),
                // outcomes: 2 of 4 rows were read; the next page had 1, so one page is left, 3 s at 20 a minute
                row(
                        READING,
                        new Seen.PageRead(1, "last", 20),
                        new ReadingOutcomes(NOW, COMPLETED, DONE, "last", 3, NOW.plusSeconds(3), 0, 0)),
                row(READING, new Seen.PageRead(2, null, 20), new Ended(NOW, COMPLETED)),
                row(
                        READING,
                        new Seen.ContinuationRefused(),
                        new ReadingOutcomes(NOW, COMPLETED, DONE, null, 0, null, 0, 1)),
                row(
                        READING,
                        new Seen.PageUnreadable(),
                        new ReadingOutcomes(NOW, COMPLETED, DONE, "next", 2, null, 1, 0)),
                // what cannot be read has an end, which each page that can be read puts off
                row(
                        unreadable(2),
                        new Seen.PageRead(1, "next", 20),
                        new ReadingOutcomes(NOW, COMPLETED, DONE, "next", 3, NOW.plusSeconds(3), 0, 0)),
                row(unreadable(Life.UNREADABLE_MAX - 1), new Seen.PageUnreadable(), new Ended(NOW, COMPLETED)),
                row(
                        unreadable(Life.UNREADABLE_MAX - 1),
                        new Seen.ContinuationRefused(),
                        new ReadingOutcomes(NOW, COMPLETED, DONE, null, 0, null, 0, 1)),
                // so has what begins anew, and pages that can be read between do not put it off
                row(
                        restarted(2),
                        new Seen.PageRead(1, "next", 20),
                        new ReadingOutcomes(NOW, COMPLETED, DONE, "next", 3, NOW.plusSeconds(3), 0, 2)),
                row(restarted(Life.RESTARTS_MAX - 1), new Seen.ContinuationRefused(), new Ended(NOW, COMPLETED)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldGoOn(Row row) {
        // when
        Step step = Life.next(job(row.from()), row.seen(), NOW);
        // then
        assertThat(step.then()).isEqualTo(row.then());
        if (row.to() instanceof Ended to && to.end() instanceof End.Failed expected) {
            assertThat(step.next())
                    .isInstanceOfSatisfying(
                            Ended.class,
                            ended -> assertThat(ended.end())
                                    .isInstanceOfSatisfying(
                                            End.Failed.class,
                                            failed -> assertThat(failed.cause().reason())
                                                    .isEqualTo(expected.cause().reason())));
        } else {
            assertThat(step.next()).isEqualTo(row.to());
        }
    }

    /** Everything that can be seen, wherever a job can be: what leads on stands in the rows, and nothing else does. */
    @Test
    void shouldStayWhereNothingFollows() {
        List<JobState> states = List.of(KEPT, WAITING, OFFERED, SCHEDULING, FULL, IN_HUB, RUNNING, READING, ENDED);
        List<Seen> all = List.of(
                NOT_IN_HUB,
                said(JobStatus.RUNNING, HALF),
                said(JobStatus.QUEUED, null),
                new Seen.NotSaid(LOST),
                new Seen.NotSaid(UNAUTHORIZED),
                new Seen.Taken(),
                new Seen.NotTaken(LOST),
                new Seen.NotTaken(new HubFailure.Unreachable(EVIDENCE)),
                new Seen.NotTaken(new HubFailure.Throttled(EVIDENCE, null)),
                new Seen.NotTaken(new HubFailure.ServerError(EVIDENCE)),
                new Seen.NotTaken(EXISTS),
                new Seen.NotTaken(SLOTS_FULL),
                new Seen.NotTaken(REFUSED),
                new Seen.NoSlot(),
                new Seen.TakenBack(),
                new Seen.Unwanted(),
                new Seen.ContinuationRefused(),
                new Seen.PageUnreadable());
        List<String> moved = new ArrayList<>();
        for (JobState state : states) {
            for (Seen seen : all) {
                Step step = Life.next(job(state), seen, NOW);
                if (!step.equals(Step.to(state))) {
                    moved.add(nameOf(state) + " " + nameOf(seen));
                }
            }
        }
        // then
        assertThat(moved)
                .containsExactlyInAnyOrder(
                        "KEPT NotInTheHub",
                        "KEPT InTheHub RUNNING",
                        "KEPT InTheHub QUEUED",
                        "KEPT NotSaid Unauthorized",
                        "KEPT NoSlot",
                        "KEPT Unwanted",
                        "WAITING NotInTheHub",
                        "WAITING InTheHub RUNNING",
                        "WAITING InTheHub QUEUED",
                        "WAITING NotSaid Unauthorized",
                        "WAITING Unwanted",
                        "OFFERED NotInTheHub",
                        "OFFERED InTheHub RUNNING",
                        "OFFERED InTheHub QUEUED",
                        "OFFERED Unwanted",
                        "SCHEDULING NotInTheHub",
                        "SCHEDULING InTheHub RUNNING",
                        "SCHEDULING InTheHub QUEUED",
                        "SCHEDULING Taken",
                        "SCHEDULING NotTaken JobAlreadyExists",
                        "SCHEDULING NotTaken JobSlotsFull",
                        "SCHEDULING NotTaken Refused",
                        "FULL NotInTheHub",
                        "FULL InTheHub RUNNING",
                        "FULL InTheHub QUEUED",
                        "FULL Taken",
                        "FULL NotTaken JobAlreadyExists",
                        "FULL NotTaken JobSlotsFull",
                        "FULL NotTaken Refused",
                        "IN_HUB NotInTheHub",
                        "IN_HUB InTheHub RUNNING",
                        "IN_HUB TakenBack",
                        "RUNNING NotInTheHub",
                        "RUNNING TakenBack",
                        "READING ContinuationRefused",
                        "READING PageUnreadable");
    }

    @Test
    void shouldPutTheHubsOwnWordsIntoTheFailure() {
        // when
        Step step = Life.next(job(RUNNING), said(JobStatus.FAILED, null), NOW);
        // then
        assertThat(step.next())
                .isInstanceOfSatisfying(
                        Ended.class,
                        ended -> assertThat(ended.end())
                                .isInstanceOfSatisfying(
                                        End.Failed.class,
                                        failed -> assertThat(failed.cause().detail())
                                                .isEqualTo("no query; look at it")));
    }

    @Test
    void shouldBelieveThatAJobIsUnknownOnlyAfterAMinute() {
        InHub nearly = new InHub(BEFORE, HALF, BEFORE);
        Scheduling open = new Scheduling(BEFORE, false, false, 0, BEFORE);
        assertThat(Life.next(job(nearly), NOT_IN_HUB, NOW)).isEqualTo(Step.to(nearly));
        assertThat(Life.next(job(open), NOT_IN_HUB, NOW)).isEqualTo(Step.to(open));
    }

    @ParameterizedTest
    @EnumSource(DeviceOutcomes.class)
    void shouldReadNoOutcomesThatNobodyWants(DeviceOutcomes outcomes) {
        // given
        DeviceCounts allWell = new DeviceCounts(4, 4, 0, 0, 0);
        // when
        Step well = Life.next(job(RUNNING, outcomes), said(JobStatus.COMPLETED, allWell), NOW);
        Step oneFailed = Life.next(job(RUNNING, outcomes), said(JobStatus.COMPLETED, DONE), NOW);
        // then
        assertThat(well.next()).isInstanceOf(outcomes == DeviceOutcomes.ALL ? ReadingOutcomes.class : Ended.class);
        assertThat(oneFailed.next())
                .isInstanceOf(outcomes == DeviceOutcomes.NONE ? Ended.class : ReadingOutcomes.class);
    }

    private static JobState cancelledWhenItHadBegun(DeviceCounts devices) {
        End end = new End.Failed(Causes.cancelledInTheHub(), devices);
        return new ReadingOutcomes(NOW, end, devices, null, 0, null, 0, 0);
    }

    private static ReadingOutcomes unreadable(int times) {
        return new ReadingOutcomes(BEFORE, COMPLETED, DONE, "next", 2, null, times, 0);
    }

    private static ReadingOutcomes restarted(int times) {
        return new ReadingOutcomes(BEFORE, COMPLETED, DONE, "next", 2, null, 0, times);
    }

    private static String nameOf(JobState state) {
        if (state.equals(IN_HUB)) {
            return "IN_HUB";
        }
        return switch (state) {
            case Kept kept -> kept.offered() ? "OFFERED" : kept.waiting() ? "WAITING" : "KEPT";
            case Scheduling scheduling -> scheduling.full() ? "FULL" : "SCHEDULING";
            case InHub _ -> "RUNNING";
            case ReadingOutcomes _ -> "READING";
            case JobState.Retrying _ -> "RETRYING";
            case JobState.Recurring _ -> "RECURRING";
            case Ended _ -> "ENDED";
        };
    }

    private static String nameOf(Seen seen) {
        String name = seen.getClass().getSimpleName();
        return switch (seen) {
            case Seen.InTheHub(JobSnapshot snapshot) -> name + " " + snapshot.status();
            case Seen.NotSaid(HubFailure failure) ->
                name + " " + failure.getClass().getSimpleName();
            case Seen.NotTaken(HubFailure failure) ->
                name + " " + failure.getClass().getSimpleName();
            case Seen _ -> name;
        };
    }

    private static Seen said(JobStatus status, @Nullable DeviceCounts counts) {
        boolean failed = status == JobStatus.FAILED;
        return new Seen.InTheHub(new JobSnapshot(
                "lock-43",
                JobSnapshot.Kind.METHOD,
                status,
                null,
                null,
                null,
                status == JobStatus.COMPLETED ? NOW : null,
                counts == null
                        ? null
                        : new JobSnapshot.DeviceCounts(
                                counts.total(),
                                counts.succeeded(),
                                counts.failed(),
                                counts.running(),
                                counts.pending()),
                failed ? "no query" : null,
                failed ? "look at it" : null));
    }

    private static JobState failed(JobReason reason) {
        return new Ended(NOW, new End.Failed(new Cause(reason, "", null, null), null));
    }

    private static Row row(JobState from, Seen seen, JobState to) {
        return row(from, seen, to, Then.NOTHING);
    }

    private static Row row(JobState from, Seen seen, JobState to, Then then) {
        return new Row(from, seen, to, then);
    }

    record Row(JobState from, Seen seen, JobState to, Then then) {
        @Override
        public String toString() {
            return nameOf(from) + " " + nameOf(seen);
        }
    }
}
