package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.hub.DeviceJobPage.Response;
import io.downlink.hub.DeviceJobPage.Row;
import io.downlink.hub.HubFailure.JobAlreadyExists;
import io.downlink.hub.HubFailure.JobNotCancellable;
import io.downlink.hub.HubFailure.JobNotFound;
import io.downlink.hub.HubFailure.JobSlotsFull;
import io.downlink.hub.HubFailure.Refused;
import io.downlink.hub.HubFailure.Unauthorized;
import io.downlink.hub.HubJob.CallMethod;
import io.downlink.hub.HubJob.UpdateTwin;
import io.downlink.hub.JobSnapshot.DeviceCounts;
import io.downlink.hub.JobSnapshot.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs: the client and a whole hub. */
class JobsIT {
    private static final String ADDRESS = "127.51.0.4";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private HubEmulator emulator;
    private IotHubClient client;

    @BeforeEach
    void start(@TempDir Path directory) {
        emulator = HubEmulator.start(EmulatorSettings.atFreePorts(ADDRESS, directory));
        client = open("service");
    }

    @AfterEach
    void stop() {
        client.close();
        emulator.close();
    }

    @Test
    void shouldCallAMethodOnEveryDeviceThatIsMeant() {
        // given
        CoreDevice here = new CoreDevice(emulator, "here");
        register("away");
        CoreDevice other = new CoreDevice(emulator, "other");
        // when
        Instant before = Instant.now().minusSeconds(1);
        JobSnapshot queued = result(client.schedule(call("lock", "deviceId IN ['here', 'away']")));
        JobSnapshot ended = ended("lock");
        // then
        assertThat(queued.jobId()).isEqualTo("lock");
        assertThat(queued.kind()).isEqualTo(Kind.METHOD);
        assertThat(ended.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(ended.devices()).isEqualTo(new DeviceCounts(2, 1, 1, 0, 0));
        assertThat(ended.createdTime()).isBetween(before, Instant.now());
        assertThat(ended.endTime()).isBetween(before, Instant.now());
        assertThat(here.executed()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("LockDoor");
            assertThat(request.payload()).isEqualTo("{\"pin\":null}");
        });
        assertThat(other.executed()).isEmpty();
        DeviceJobPage page = result(client.deviceJobs("lock", null));
        assertThat(page.continuation()).isNull();
        Row done = row(page, "here");
        assertThat(done.kind()).isEqualTo(Kind.METHOD);
        assertThat(done.status()).isEqualTo("completed");
        assertThat(done.response()).isEqualTo(new Response(200, "\"here\""));
        assertThat(done.error()).isNull();
        assertThat(done.updatedTime()).isBetween(before, Instant.now());
        Row failed = row(page, "away");
        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.response()).isNull();
        assertThat(failed.error()).isNotNull();
    }

    @Test
    void shouldSetAndDeleteInTwins() {
        // given
        register("pump");
        result(client.schedule(
                twin("set", new UpdateTwin("{\"floor\":3,\"hall\":{\"a\":1,\"b\":2}}", "{\"x\":1,\"y\":2}"))));
        assertThat(ended("set").kind()).isEqualTo(Kind.TWIN);
        // when
        result(client.schedule(
                twin("delete", new UpdateTwin("{\"floor\":null,\"hall\":{\"a\":null}}", "{\"x\":null}"))));
        ended("delete");
        // then
        var twin = emulator.hub().twins().get(new DeviceId("pump"));
        assertThat(twin.tags()).hasToString("{\"hall\":{\"b\":2}}");
        assertThat(twin.desired().values()).hasToString("{\"y\":2}");
    }

    @Test
    void shouldTellThatAllSlotsAreTaken() {
        // given
        result(client.schedule(later("first")));
        // when
        HubFailure failure = HubFailures.of(client.schedule(call("second", "*")));
        // then
        assertThat(failure).isExactlyInstanceOf(JobSlotsFull.class);
        assertThat(failure.retryable()).isTrue();
        assertThat(result(client.job("second"))).isEmpty();
        assertThat(all(client.jobs(JobStatus.SCHEDULED)))
                .extracting(JobSnapshot::jobId)
                .containsExactly("first");
    }

    @Test
    void shouldTakeBackAJobThatDoesNotRunYet() {
        // given
        result(client.schedule(later("first")));
        // when
        JobSnapshot cancelled = result(client.cancel("first"));
        // then
        assertThat(cancelled.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(ended("first").status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(HubFailures.of(client.cancel("first"))).isExactlyInstanceOf(JobNotCancellable.class);
    }

    @Test
    void shouldKnowNoJobOfAnIdThatNobodyUsed() {
        assertThat(result(client.job("nobody"))).isEmpty();
        assertThat(HubFailures.of(client.cancel("nobody"))).isExactlyInstanceOf(JobNotFound.class);
        assertThat(all(client.jobs(JobStatus.RUNNING))).isEmpty();
        assertThat(result(client.deviceJobs("it's \\ nobody", null)).rows()).isEmpty();
    }

    @Test
    void shouldTellThatAnIdIsInUse() {
        // given
        result(client.schedule(later("first")));
        // then
        assertThat(HubFailures.of(client.schedule(later("first")))).isExactlyInstanceOf(JobAlreadyExists.class);
    }

    @Test
    void shouldTellThatAJobStartsTooLate() {
        HubJob nextYear = new HubJob(
                "far",
                "*",
                Instant.now().plus(Duration.ofDays(365)),
                WINDOW,
                call("", "").action());
        assertThat(HubFailures.of(client.schedule(nextYear))).isExactlyInstanceOf(Refused.class);
    }

    @Test
    void shouldReadOutcomesPageByPage() {
        // given
        IntStream.range(0, 149).forEach(i -> register("d" + i)); // and the emulator's own device
        result(client.schedule(call("many", "*")));
        ended("many");
        // when
        DeviceJobPage first = result(client.deviceJobs("many", null));
        DeviceJobPage second = result(client.deviceJobs("many", first.continuation()));
        // then
        assertThat(first.rows()).hasSize(100);
        assertThat(second.rows()).hasSize(50);
        assertThat(second.continuation()).isNull();
        assertThat(Stream.of(first, second)
                        .flatMap(page -> page.rows().stream())
                        .map(Row::deviceId))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldCountTheDevicesThatAreMeantAndTellSome() {
        // given
        List.of("match-1", "match-2", "match-3").forEach(this::register);
        // when
        MatchedDevices three = result(client.match("deviceId IN ['match-1', 'match-2', 'match-3']", 2));
        // then
        assertThat(three.number()).isEqualTo(3);
        assertThat(three.sample()).hasSize(2).allMatch(id -> id.startsWith("match-"));
        assertThat(result(client.match("*", 10)).sample()).contains("match-1", "match-2", "match-3");
        assertThat(result(client.match("deviceId = 'nobody'", 10))).isEqualTo(new MatchedDevices(0, List.of()));
    }

    @Test
    void shouldTellThatAConditionCannotBeRead() {
        assertThat(HubFailures.of(client.match("this is no condition", 10))).isExactlyInstanceOf(Refused.class);
    }

    @Test
    void shouldTellThatThePolicyHasNotTheRight() {
        try (IotHubClient reader = open("registryRead")) {
            assertThat(HubFailures.of(reader.job("x"))).isExactlyInstanceOf(Unauthorized.class);
        }
    }

    private JobSnapshot ended(String jobId) {
        return await().atMost(SOON)
                .until(
                        () -> result(client.job(jobId)).orElseThrow(),
                        job -> !job.status().active());
    }

    private static HubJob call(String jobId, String queryCondition) {
        return new HubJob(
                jobId,
                queryCondition,
                null,
                WINDOW,
                new CallMethod("LockDoor", "{\"pin\":null}", Duration.ZERO, Duration.ofSeconds(5)));
    }

    private static HubJob later(String jobId) {
        return new HubJob(
                jobId,
                "*",
                Instant.now().plusSeconds(3600),
                WINDOW,
                call("", "").action());
    }

    private static HubJob twin(String jobId, UpdateTwin update) {
        return new HubJob(jobId, "*", null, WINDOW, update);
    }

    private static Row row(DeviceJobPage page, String deviceId) {
        return page.rows().stream()
                .filter(row -> row.deviceId().equals(deviceId))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T result(Uni<T> call) {
        return call.await().atMost(SOON);
    }

    private static List<JobSnapshot> all(Multi<JobSnapshot> jobs) {
        return result(jobs.collect().asList());
    }

    private void register(String id) {
        emulator.hub().registry().create(new DeviceSpec(new DeviceId(id), null, true, null));
    }

    private IotHubClient open(String policy) {
        return IotHubClient.open(
                HubSettings.fromConnectionString(
                        "default", emulator.connectionString(policy), emulator.httpsPort(), emulator.caFile(), 10),
                Loops.VERTX);
    }
}
