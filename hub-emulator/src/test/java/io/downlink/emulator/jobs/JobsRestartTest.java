package io.downlink.emulator.jobs;

import static io.downlink.emulator.jobs.JobsWorld.method;
import static io.downlink.emulator.jobs.JobsWorld.twin;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.hub.Change;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.FakeConnection;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Subscription;
import io.downlink.emulator.query.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Jobs of a hub that is killed in the middle of them; the hub's devices are the same before and after. */
class JobsRestartTest {
    private static final JobRules RULES = JobRules.DEFAULT.withDeviceOperationsAtOnce(1);

    private final List<Change> journal = new ArrayList<>();
    private final JobsWorld world = new JobsWorld(RULES);
    private int hubs;

    @Test
    void shouldNotCallADeviceAgainThatMayHaveRunTheMethod() {
        List<JobsWorld.Listening> devices = List.of(world.listening("a"), world.listening("b"), world.listening("c"));
        Jobs before = jobs();
        before.schedule(method("job-1", "*"));
        world.time.move(Duration.ZERO);
        devices.getFirst().answer(200, "{}");
        assertThat(devices.get(1).connection().requests).as("on its way").hasSize(1);

        Jobs after = jobs();
        assertThat(rows(after)).containsExactly("a completed", "b failed DeviceConnectionClosedRemotely", "c pending");
        world.time.move(JobRules.DEFAULT.resumption());
        devices.get(2).answer(200, "{}");

        assertThat(devices.getFirst().connection().requests).hasSize(1);
        assertThat(devices.get(1).connection().requests).hasSize(1);
        assertThat(rows(after))
                .containsExactly("a completed", "b failed DeviceConnectionClosedRemotely", "c completed");
        JobSnapshot job = Objects.requireNonNull(after.get(new JobId("job-1")));
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(rows(jobs())).as("and once more").isEqualTo(rows(after));
    }

    @Test
    void shouldGiveDevicesTimeToComeBack() {
        world.listening("a");
        DeviceId late = world.register("b");
        Jobs before = jobs();
        before.schedule(method("job-1", "*"));
        world.time.move(Duration.ZERO);

        Jobs after = jobs();
        FakeConnection connection = new FakeConnection();
        Session session = world.hub.connect(late, connection, true);
        session.open();
        session.subscribe(Subscription.DIRECT_METHODS);
        world.time.move(JobRules.DEFAULT.resumption());

        assertThat(connection.requests).hasSize(1);
        assertThat(rows(after)).containsExactly("a failed DeviceConnectionClosedRemotely", "b running");
    }

    @Test
    void shouldStartAtItsTimeWhatWasScheduled() {
        world.register("a");
        Jobs before = jobs();
        before.schedule(new JobSpec(
                new JobId("job-1"),
                twin("job-1", "*", "{\"t\":1}", "{}").action(),
                "*",
                world.time.instant().plusSeconds(60),
                Duration.ofMinutes(5)));
        world.time.move(Duration.ofSeconds(10));

        Jobs after = jobs();
        world.time.move(Duration.ofSeconds(49));
        assertThat(Objects.requireNonNull(after.get(new JobId("job-1"))).status())
                .isEqualTo(JobStatus.SCHEDULED);
        world.time.move(Duration.ofSeconds(1));

        assertThat(rows(after)).containsExactly("a completed");
    }

    @Test
    void shouldForgetAnEndedJobWhenItsTimeHasCome() {
        Jobs before = jobs();
        before.schedule(twin("job-1", "*", "{\"t\":1}", "{}"));
        world.time.move(Duration.ofDays(29));

        Jobs after = jobs();
        world.time.move(Duration.ofHours(23));
        assertThat(after.get(new JobId("job-1"))).isNotNull();
        world.time.move(Duration.ofHours(1));

        assertThat(after.get(new JobId("job-1"))).isNull();
        assertThat(jobs().get(new JobId("job-1"))).isNull();
    }

    /** Jobs as the journal has them now; what those before still do is written down nowhere. */
    private Jobs jobs() {
        JobsState state = new JobsState();
        journal.forEach(change -> state.apply((JobChange) change));
        int hub = ++hubs;
        return new Jobs(
                world.hub,
                world.time,
                world.time,
                new QueueExecutor(),
                RULES,
                change -> {
                    if (hub == hubs) {
                        journal.add(change);
                    }
                },
                state);
    }

    private static List<String> rows(Jobs jobs) {
        return jobs.deviceJobs()
                .after(null)
                .map(Document::content)
                .map(row -> row.path("deviceId").asText() + " "
                        + row.path("status").asText()
                        + (row.has("error") ? " " + row.at("/error/code").asText() : ""))
                .toList();
    }
}
