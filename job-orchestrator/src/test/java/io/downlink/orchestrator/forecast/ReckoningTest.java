package io.downlink.orchestrator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.jobs.DeviceOutcomes;
import io.downlink.contracts.jobs.JobForecast;
import io.downlink.contracts.jobs.JobForecast.Limit;
import io.downlink.contracts.jobs.JobForecast.Messages;
import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.jobs.JobRequest.Action;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.jobs.Origin;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.requests.Priority;
import io.downlink.hub.MatchedDevices;
import io.downlink.service.hubs.HubSize;
import io.downlink.service.hubs.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReckoningTest {
    private static final Duration LONG = Duration.ofDays(30);

    @Test
    void shouldReckonAMethodOnTenThousandDevicesOfS1() {
        assertThat(forecast(method(0), 10_000, hub(Tier.S1, 1)))
                .isEqualTo(new JobForecast(
                        10_000,
                        List.of("pump-1"),
                        "S1",
                        1,
                        false,
                        Limit.DEVICE_OPERATIONS,
                        10,
                        10_000,
                        Duration.ofSeconds(1_000),
                        Duration.ofMinutes(5), // 100 pages, 20 a minute
                        new Messages(10_000, 10_000, 1_250),
                        400_000));
    }

    @ParameterizedTest
    @CsvSource({
        "F1,1,10",
        "S1,1,10",
        "S1,200,10",
        "S2,1,10",
        "S2,10,10",
        "S2,11,11",
        "S2,200,200",
        "S3,1,50",
        "S3,10,500"
    })
    void shouldWorkAsFastAsTheTierDoes(Tier tier, int units, int devicesPerSecond) {
        // when
        JobForecast forecast = forecast(method(0), 1_001, hub(tier, units));
        // then
        assertThat(forecast.devicesPerSecond()).isEqualTo(devicesPerSecond);
        assertThat(forecast.jobTime()).isEqualTo(Duration.ofSeconds(Math.ceilDiv(1_001, devicesPerSecond)));
    }

    @ParameterizedTest
    @CsvSource({"S1,0,1", "S1,1,1", "S1,4096,1", "S1,4097,2", "F1,512,1", "F1,513,2"})
    void shouldChargeAMethodInStepsAndItsAnswerBesides(Tier tier, int bytes, int steps) {
        assertThat(forecast(method(bytes), 100, hub(tier, 1)).messages())
                .extracting(Messages::requests, Messages::answers)
                .containsExactly(100L * steps, 100L);
    }

    @Test
    void shouldChargeATwinsTagsAndDesiredPropertiesTogetherAndNoAnswer() {
        // given
        ObjectNode half = JsonNodeFactory.instance.objectNode().put("a", "x".repeat(2_048 - 8)); // {"a":"…"}
        ObjectNode more = JsonNodeFactory.instance.objectNode().put("a", "x".repeat(2_049 - 8));
        // then
        assertThat(forecast(new Action.UpdateTwin(half, half), 100, hub(Tier.S1, 1))
                        .messages())
                .isEqualTo(new Messages(100, 0, 13));
        assertThat(forecast(new Action.UpdateTwin(half, more), 100, hub(Tier.S1, 1))
                        .messages())
                .isEqualTo(new Messages(200, 0, 13));
    }

    @Test
    void shouldReadNoOutcomesThatNobodyWants() {
        // when
        JobForecast forecast = Reckoning.of(
                job(method(0), DeviceOutcomes.NONE, LONG), new MatchedDevices(100, List.of()), hub(Tier.S1, 1));
        // then
        assertThat(forecast.outcomesTime()).isZero();
        assertThat(forecast.messages().outcomes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"600,DEVICE_OPERATIONS,600", "601,MAX_EXECUTION_TIME,600"})
    void shouldLeaveDevicesOutThatAreNotReachedInTime(int matched, Limit limit, int reached) {
        // when
        JobForecast forecast = Reckoning.of(
                job(method(0), DeviceOutcomes.ALL, Duration.ofMinutes(1)),
                new MatchedDevices(matched, List.of()),
                hub(Tier.S1, 1));
        // then
        assertThat(forecast.limit()).isEqualTo(limit);
        assertThat(forecast.reached()).isEqualTo(reached);
        assertThat(forecast.jobTime()).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({"4000,DEVICE_OPERATIONS,4000", "4001,DAILY_QUOTA,4000"})
    void shouldLeaveDevicesOutForWhichTheDayHasNoMessages(int matched, Limit limit, int reached) {
        // when
        JobForecast forecast = forecast(method(0), matched, hub(Tier.F1, 1)); // 8000 a day, two for each device
        // then
        assertThat(forecast.limit()).isEqualTo(limit);
        assertThat(forecast.reached()).isEqualTo(reached);
    }

    @Test
    void shouldNameTheLimitThatLeavesMoreDevicesOut() {
        // given: time for 10,000 devices, messages for 4,000
        Schedule job = job(method(0), DeviceOutcomes.ALL, Duration.ofSeconds(1_000));
        // then
        assertThat(Reckoning.of(job, new MatchedDevices(20_000, List.of()), hub(Tier.F1, 1)))
                .satisfies(forecast -> {
                    assertThat(forecast.limit()).isEqualTo(Limit.DAILY_QUOTA);
                    assertThat(forecast.reached()).isEqualTo(4_000);
                });
    }

    @Test
    void shouldCostNothingWhereNoDeviceIsMeant() {
        assertThat(forecast(method(0), 0, hub(Tier.S1, 1))).satisfies(forecast -> {
            assertThat(forecast.limit()).isEqualTo(Limit.NONE);
            assertThat(forecast.jobTime()).isZero();
            assertThat(forecast.outcomesTime()).isZero();
            assertThat(forecast.messages().total()).isZero();
        });
    }

    @Test
    void shouldAssumeTheSmallestHubAndSaySoWhereNoneIsConfigured() {
        assertThat(forecast(method(0), 1, HubRates.of(Optional.empty(), 20))).satisfies(forecast -> {
            assertThat(forecast.assumed()).isTrue();
            assertThat(forecast.tier()).isEqualTo("S1");
            assertThat(forecast.units()).isEqualTo(1);
        });
    }

    private static JobForecast forecast(Action action, int matched, HubRates hub) {
        return Reckoning.of(
                job(action, DeviceOutcomes.FAILED, LONG), new MatchedDevices(matched, List.of("pump-1")), hub);
    }

    private static HubRates hub(Tier tier, int units) {
        return HubRates.of(Optional.of(new HubSize(tier, units, 0.8)), 20);
    }

    private static Schedule job(Action action, DeviceOutcomes outcomes, Duration maxExecutionTime) {
        return new Schedule(
                new JobId("default", "lock-43"),
                "*",
                null,
                maxExecutionTime,
                outcomes,
                Priority.INTERACTIVE,
                0,
                null,
                action,
                Origin.REQUEST);
    }

    /** @param payloadBytes of JSON; none at all for 0 */
    private static Action method(int payloadBytes) {
        JsonNode payload = switch (payloadBytes) {
            case 0 -> JsonNodeFactory.instance.nullNode();
            case 1 -> JsonNodeFactory.instance.numberNode(7);
            default -> JsonNodeFactory.instance.textNode("x".repeat(payloadBytes - 2));
        };
        return new Action.DirectMethod(new Method("LockDoor", payload, Duration.ZERO, Duration.ofSeconds(30)));
    }
}
