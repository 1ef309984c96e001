package io.downlink.emulator.jobs;

import static io.downlink.emulator.jobs.JobsWorld.method;
import static io.downlink.emulator.jobs.JobsWorld.twin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.jobs.JobsWorld.Listening;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final JobsWorld world = new JobsWorld(JobRules.DEFAULT);

    @Test
    void shouldBeQueuedThenRunningThenCompleted() {
        Listening pump = world.listening("pump");
        JobSnapshot queued = world.jobs.schedule(method("j", "deviceId = 'pump'"));
        assertThat(queued.status()).isEqualTo(JobStatus.QUEUED);

        world.time.move(Duration.ofSeconds(2));
        assertThat(world.job("j").status()).isEqualTo(JobStatus.RUNNING);
        assertThat(world.job("j").counts()).isEqualTo(new JobCounts(1, 0, 0, 1, 0));
        assertThat(pump.connection().requests.getFirst().payload()).isEqualTo("{\"a\":1}");

        pump.answer(418, "{\"b\":null}");
        assertThat(world.job("j").status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(world.job("j").counts()).isEqualTo(new JobCounts(1, 0, 1, 0, 0));
        assertThat(world.job("j").end()).isEqualTo(world.time.instant());
    }

    @Test
    void shouldTellWhatADeviceAnsweredAsTheServiceDoes() {
        Listening pump = world.listening("pump");
        world.run(method("j", "*"));
        world.time.move(Duration.ofSeconds(1));

        pump.answer(418, "{\"b\":null}");

        assertThat(world.rows())
                .singleElement()
                .hasToString("{\"deviceId\":\"pump\",\"jobId\":\"j\","
                        + "\"jobType\":\"scheduleDeviceMethod\",\"status\":\"completed\","
                        + "\"startTimeUtc\":\"2026-01-01T00:00:00.0000000Z\",\"endTimeUtc\":\"2026-01-01T00:05:00.0000000Z\","
                        + "\"createdDateTimeUtc\":\"2026-01-01T00:00:00.0000000Z\","
                        + "\"lastUpdatedDateTimeUtc\":\"2026-01-01T00:00:01.0000000Z\","
                        + "\"outcome\":{\"deviceMethodResponse\":{\"status\":418,\"payload\":{\"b\":null}}}}");
    }

    @Test
    void shouldCompleteWithFailuresWhenDevicesAreNotThere() {
        world.register("away");
        world.listening("here");
        world.run(method("j", "*"));

        assertThat(world.told()).containsExactly("away failed DeviceNotOnline", "here running");
        world.time.move(Duration.ofSeconds(30));

        assertThat(world.told()).containsExactly("away failed DeviceNotOnline", "here failed GatewayTimeout");
        assertThat(world.job("j").status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(world.job("j").counts()).isEqualTo(new JobCounts(2, 2, 0, 0, 0));
        assertThat(world.rows()).noneMatch(row -> row.has("outcome"));
    }

    @Test
    void shouldCompleteAtOnceWithoutDevices() {
        world.run(method("j", "deviceId = 'nobody'"));

        assertThat(world.job("j").status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(world.job("j").counts().devices()).isZero();
    }

    @Test
    void shouldChangeTwinsAndTellTheDevicesThatListen() {
        Listening pump = world.listening("pump");
        world.register("valve");
        world.run(twin("first", "*", "{\"a\":1,\"b\":{\"c\":1,\"d\":1}}", "{\"speed\":1,\"mode\":{\"x\":1,\"y\":1}}"));

        world.run(twin("second", "tags.a = 1", "{\"a\":null,\"b\":{\"c\":null}}", "{\"mode\":{\"x\":null}}"));

        assertThat(world.job("second").counts()).isEqualTo(new JobCounts(2, 0, 2, 0, 0));
        for (String id : List.of("pump", "valve")) {
            var now = world.hub.twins().get(new DeviceId(id));
            assertThat(now.tags()).hasToString("{\"b\":{\"d\":1}}");
            assertThat(now.desired().values()).hasToString("{\"speed\":1,\"mode\":{\"y\":1}}");
        }
        assertThat(pump.connection().desired)
                .containsExactly("2 {\"speed\":1,\"mode\":{\"x\":1,\"y\":1}}", "3 {\"mode\":{\"x\":null}}");
    }

    @Test
    void shouldTellWhichTwinBreaksALimit() {
        world.register("pump");
        world.run(twin("j", "*", "{\"a\":{\"$b\":1}}", "{}"));

        assertThat(world.told()).containsExactly("pump failed ArgumentInvalid");
        assertThat(world.job("j").status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void shouldLookForItsDevicesWhenItsTimeHasCome() {
        Instant start = world.time.instant().plus(HOUR);
        world.run(method("j", "*", start, HOUR));
        assertThat(world.job("j").status()).isEqualTo(JobStatus.SCHEDULED);
        world.register("pump");

        world.time.move(HOUR.minusMillis(1));
        assertThat(world.job("j").status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(world.rows()).isEmpty();
        world.time.move(Duration.ofMillis(1));

        assertThat(world.told()).containsExactly("pump failed DeviceNotOnline");
        assertThat(world.job("j").start()).isEqualTo(start);
    }

    @Test
    void shouldStartNowWhenTheTimeIsPast() {
        world.run(method("j", "*", world.time.instant().minus(HOUR), Duration.ofMinutes(1)));

        assertThat(world.job("j").status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(world.job("j").start()).isEqualTo(world.time.instant());
    }

    @Test
    void shouldNotPlanMoreThanAWeekAhead() {
        Instant latest = world.time.instant().plus(Duration.ofDays(7));

        refused(HubError.ARGUMENT_INVALID, () -> world.jobs.schedule(method("j", "*", latest.plusMillis(1), HOUR)));
        world.jobs.schedule(method("j", "*", latest, HOUR));
    }

    @Test
    void shouldTakeAnIdOnceEvenAfterItsEnd() {
        world.run(method("j", "*"));

        refused(HubError.JOB_ALREADY_EXISTS, () -> world.jobs.schedule(method("j", "*")));
    }

    @Test
    void shouldKeepItsSlotFromTheBeginningToTheEnd() {
        Listening pump = world.listening("pump");
        world.jobs.schedule(method("first", "*", world.time.instant().plus(HOUR), HOUR));
        full();
        world.time.move(Duration.ZERO);
        full();
        world.time.move(HOUR);
        assertThat(world.job("first").status()).isEqualTo(JobStatus.RUNNING);
        full();
        pump.answer(200, "null");

        world.jobs.schedule(method("second", "*"));
    }

    @Test
    void shouldHaveAsManySlotsAsItsTier() {
        JobsWorld s2 = new JobsWorld(JobRules.DEFAULT.withActiveMax(5));
        for (int i = 0; i < 5; i++) {
            s2.jobs.schedule(method("j" + i, "*"));
        }

        refused(HubError.THROTTLING_MAX_ACTIVE_JOB_COUNT, () -> s2.jobs.schedule(method("j5", "*")));
    }

    @Test
    void shouldTakeABadConditionAndFailWhenItStarts() {
        JobSnapshot queued = world.jobs.schedule(method("j", "deviceId == 'x'"));
        assertThat(queued.status()).isEqualTo(JobStatus.QUEUED);

        world.time.move(Duration.ZERO);

        assertThat(world.job("j").status()).isEqualTo(JobStatus.FAILED);
        assertThat(world.job("j").failureReason()).contains("ArgumentInvalid;BadRequest", "column 11");
        world.jobs.schedule(method("next", "*"));
    }

    @Test
    void shouldCancelWhatHasNotBegun() {
        Listening pump = world.listening("pump");
        world.jobs.schedule(method("queued", "*"));
        assertThat(world.jobs.cancel(new JobId("queued")).status()).isEqualTo(JobStatus.CANCELLED);
        world.run(method("scheduled", "*", world.time.instant().plus(HOUR), HOUR));
        assertThat(world.jobs.cancel(new JobId("scheduled")).status()).isEqualTo(JobStatus.CANCELLED);

        world.time.move(HOUR);

        assertThat(pump.connection().requests).isEmpty();
        assertThat(world.job("scheduled").status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(world.rows()).isEmpty();
    }

    @Test
    void shouldNotCancelWhatRunsOrIsOver() {
        Listening pump = world.listening("pump");
        world.run(method("j", "*"));
        refused(HubError.OPERATION_NOT_ALLOWED, () -> world.jobs.cancel(new JobId("j")));
        pump.answer(200, "null");

        refused(HubError.OPERATION_NOT_ALLOWED, () -> world.jobs.cancel(new JobId("j")));
        refused(HubError.JOB_NOT_FOUND, () -> world.jobs.cancel(new JobId("k")));
        assertThat(world.job("j").status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void shouldFailTheDevicesItDidNotReachInTime() {
        JobsWorld slow = new JobsWorld(JobRules.DEFAULT.withDeviceOperationsAtOnce(1));
        Listening first = slow.listening("a");
        Listening second = slow.listening("b");
        slow.run(method("j", "*", null, Duration.ofSeconds(10)));
        assertThat(slow.told()).containsExactly("a running", "b pending");

        slow.time.move(Duration.ofSeconds(10));
        assertThat(slow.told()).containsExactly("a running", "b failed JobRunPreconditionFailed");
        assertThat(slow.job("j").status()).as("one device is still at it").isEqualTo(JobStatus.RUNNING);
        first.answer(200, "null");

        assertThat(slow.told()).containsExactly("a completed", "b failed JobRunPreconditionFailed");
        assertThat(slow.job("j").status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(second.connection().requests).isEmpty();
    }

    @Test
    void shouldWorkOnSoManyDevicesAtOnce() {
        JobsWorld three = new JobsWorld(JobRules.DEFAULT.withDeviceOperationsAtOnce(3));
        List<Listening> devices = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            devices.add(three.listening("d" + i));
        }
        three.run(method("j", "*"));

        for (int done = 0; done < 10; done++) {
            assertThat(three.job("j").counts().running()).isEqualTo(Math.min(3, 10 - done));
            devices.get(done).answer(200, "null");
        }
        assertThat(three.job("j").counts()).isEqualTo(new JobCounts(10, 0, 10, 0, 0));
    }

    @Test
    void shouldKeepThePaceThatItIsGiven() {
        JobsWorld paced = new JobsWorld(JobRules.DEFAULT.withDeviceOperationsPerSecond(10));
        for (int i = 0; i < 30; i++) {
            paced.register("d" + i);
        }
        paced.run(twin("j", "*", "{\"a\":1}", "{}"));

        paced.time.move(Duration.ofMillis(950));
        assertThat(paced.job("j").counts().succeeded()).isEqualTo(10);
        paced.time.move(Duration.ofSeconds(1));
        assertThat(paced.job("j").counts().succeeded()).isEqualTo(20);
        paced.time.move(Duration.ofSeconds(1));
        assertThat(paced.job("j").status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void shouldGoThroughThousandsOfDevices() {
        for (int i = 0; i < 5000; i++) {
            world.register("d" + i);
        }
        world.run(twin("twins", "*", "{\"a\":1}", "{\"b\":1}"));
        world.run(method("methods", "tags.a = 1"));

        assertThat(world.job("twins").counts()).isEqualTo(new JobCounts(5000, 0, 5000, 0, 0));
        assertThat(world.job("methods").counts()).isEqualTo(new JobCounts(5000, 5000, 0, 0, 0));
    }

    @Test
    void shouldGoOnWhenADeviceIsDeleted() {
        JobsWorld one = new JobsWorld(JobRules.DEFAULT.withDeviceOperationsAtOnce(1));
        Listening first = one.listening("a");
        DeviceId second = one.register("b");
        one.run(method("j", "*"));
        one.hub.registry().delete(second, IfMatch.ANY);

        first.answer(200, "null");

        assertThat(one.told()).containsExactly("a completed", "b failed DeviceNotFound");
        assertThat(one.job("j").status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void shouldForgetAJobAfterThirtyDays() {
        world.register("pump");
        world.run(method("j", "*"));

        world.time.move(Duration.ofDays(30).minusMillis(1));
        assertThat(world.rows()).hasSize(1);
        world.time.move(Duration.ofMillis(1));

        assertThat(world.jobs.get(new JobId("j"))).isNull();
        assertThat(world.rows()).isEmpty();
        assertThat(world.time.timers()).isZero();
    }

    @Test
    void shouldGoOnAfterAnyRowOfAnyJob() {
        world.register("a");
        world.register("b");
        world.run(method("second-by-name", "*"));
        world.run(method("first-by-name", "*"));

        List<String> found = new ArrayList<>();
        String key = null;
        do {
            var next = world.jobs.deviceJobs().after(key).findFirst();
            key = next.map(document -> document.key()).orElse(null);
            next.ifPresent(
                    document -> found.add(document.content().path("jobId").asText() + " "
                            + document.content().path("deviceId").asText()));
        } while (key != null);

        assertThat(found).containsExactly("second-by-name a", "second-by-name b", "first-by-name a", "first-by-name b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a_b", "a/b", "é", "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void shouldRefuseIdsOutsideTheAlphabet(String id) {
        refused(HubError.ARGUMENT_INVALID, () -> new JobId(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "Lock-43", "o'hara", "1234567890123456789012345678901234567890123456789012345678901234"})
    void shouldTakeIdsOfTheAlphabet(String id) {
        assertThat(new JobId(id)).hasToString(id);
    }

    private void full() {
        refused(HubError.THROTTLING_MAX_ACTIVE_JOB_COUNT, () -> world.jobs.schedule(method("another", "*")));
    }

    private static void refused(HubError error, ThrowingCallable operation) {
        assertThatThrownBy(operation)
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(error));
    }
}
