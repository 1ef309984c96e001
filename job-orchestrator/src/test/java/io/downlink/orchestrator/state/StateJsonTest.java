package io.downlink.orchestrator.state;

import static io.downlink.orchestrator.world.Asked.NOW;
import static io.downlink.orchestrator.world.Asked.at;
import static io.downlink.orchestrator.world.Asked.job;
import static io.downlink.orchestrator.world.Asked.method;
import static io.downlink.orchestrator.world.Asked.twin;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.contracts.jobs.DeviceOutcomes;
import io.downlink.contracts.jobs.JobEvent.Cause;
import io.downlink.contracts.jobs.JobReason;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.jobs.Origin;
import io.downlink.contracts.jobs.Recurrence;
import io.downlink.orchestrator.life.End;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.life.JobState.Kept;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.JobState.Recurring;
import io.downlink.orchestrator.life.JobState.Retrying;
import io.downlink.orchestrator.life.JobState.Scheduling;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateJsonTest {
    private static final DeviceCounts COUNTS = new DeviceCounts(10, 4, 3, 2, 1);
    private static final End FAILED = new End.Failed(new Cause(JobReason.JOB_FAILED, "words", 400001, "t"), COUNTS);

    static Stream<Job> jobs() {
        return Stream.of(
                job(new Kept(NOW, false, false, 0)),
                job(new Kept(NOW, true, true, 0)),
                job(new Scheduling(NOW, true, true, 0, null)),
                job(new Scheduling(NOW, false, false, 0, NOW)),
                job(new InHub(NOW, null, null)),
                job(new InHub(NOW, COUNTS, NOW)),
                job(new ReadingOutcomes(NOW, FAILED, COUNTS, null, 0, null, 0, 0)),
                job(new ReadingOutcomes(
                        NOW, new End.Completed(COUNTS, NOW, NOW, List.of()), COUNTS, "c\"1", 7, NOW, 3, 2)),
                job(new Kept(NOW, false, true, 2)),
                job(new Scheduling(NOW, false, true, 2, null)),
                job(new Ended(NOW, new End.Cancelled())),
                job(new Ended(NOW, FAILED)),
                job(new Retrying(NOW, new End.Completed(COUNTS, null, NOW, List.of()))),
                job(new Ended(NOW, new End.Completed(COUNTS, null, NOW, List.of("lock-43-retry-1")))),
                recurring(),
                new Job(
                        method("later", NOW.plusSeconds(1), DeviceOutcomes.NONE),
                        at(6),
                        new Kept(NOW, false, false, 0)),
                new Job(twin("floor-3"), at(7), new Kept(NOW, false, false, 0)),
                new Job(
                        twin("floor-4"),
                        at(9).within(new TraceContext("00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01", null)),
                        new Kept(NOW, false, false, 0)),
                new Job(
                        twin("floor-5"),
                        at(10).within(new TraceContext("00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01", "a=b")),
                        new Kept(NOW, false, false, 0)));
    }

    private static Job recurring() {
        Schedule once = twin("floor");
        return new Job(
                new Schedule(
                        once.id(),
                        once.queryCondition(),
                        null,
                        once.maxExecutionTime(),
                        once.deviceOutcomes(),
                        once.priority(),
                        0,
                        new Recurrence("30 2 * * *", ZoneId.of("Europe/Berlin")),
                        once.action(),
                        Origin.REQUEST),
                at(8),
                new Recurring(NOW, NOW.plusSeconds(60)));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void shouldReadWhatItWrote(Job job) {
        assertThat(StateReader.read(StateWriter.write(job).value())).contains(job);
    }

    @Test
    void shouldKeepJobsOfTwoHubsApart() {
        // when
        var here = StateWriter.write(job(new Kept(NOW, false, false, 0)));
        // then
        assertThat(new String(here.key(), UTF_8)).isEqualTo("default/lock-43");
        assertThat(here.topic()).isEqualTo("downlink.job-state");
        assertThat(StateWriter.json(job(new Kept(NOW, false, false, 0)))).startsWith("{\"v\":1,");
    }

    @Test
    void shouldIgnoreWhatALaterVersionAdds() {
        // given
        Job job = job(new InHub(NOW, COUNTS, null));
        String later = StateWriter.json(job)
                .replace("{\"v\":1,", "{\"v\":2,\"more\":{\"a\":[1]},")
                .replace("\"is\":\"in-hub\"", "\"is\":\"in-hub\",\"colour\":\"red\"");
        // when, then
        assertThat(StateReader.read(later.getBytes(UTF_8))).contains(job);
    }

    @Test
    void shouldNotGuessAStateThatItDoesNotKnow() {
        String later = StateWriter.json(job(new Kept(NOW, false, false, 0))).replace("\"kept\"", "\"paused\"");
        assertThat(StateReader.read(later.getBytes(UTF_8))).isEmpty();
        assertThat(StateReader.read("no JSON".getBytes(UTF_8))).isEmpty();
    }
}
