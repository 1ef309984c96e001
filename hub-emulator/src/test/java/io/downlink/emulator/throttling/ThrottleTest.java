package io.downlink.emulator.throttling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.hub.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ThrottleTest {
    private static final Verdict GO = new Verdict.Go();

    private final ManualTime time = new ManualTime();

    @ParameterizedTest
    @CsvSource({
        "S1, 1, REGISTRY,        100",
        "S1, 3, REGISTRY,        300",
        "S3, 1, REGISTRY,       5000",
        "S1, 1, C2D_SENDS,       100",
        "S3, 2, C2D_SENDS,     10000",
        "S2, 1, C2D_RECEIVES,   1000",
        "F1, 1, DIRECT_METHODS,   40",
        "S2, 1, DIRECT_METHODS,  120",
        "S3, 1, DIRECT_METHODS, 6144",
        "S1, 2, QUERIES,          40",
        "S1, 9, TWIN_READS,      100",
        "S2, 9, TWIN_READS,      100",
        "S2, 20, TWIN_READS,     200",
        "S3, 1, TWIN_READS,      500",
        "S1, 9, TWIN_UPDATES,     50",
        "S2, 20, TWIN_UPDATES,   100",
        "S3, 1, TWIN_UPDATES,    250",
        "S1, 1, JOB_OPERATIONS,  100",
        "B1, 1, REGISTRY,        100",
    })
    void shouldLetSoManyGoAtOnce(Tier tier, int units, OperationClass kind, int operations) {
        Throttle throttle = new Throttle(ThrottlingRules.of(tier, units).withBacklog(Duration.ZERO, 0), time);

        for (int i = 0; i < operations; i++) {
            assertThat(throttle.ask(kind, 0)).as("operation %d", i).isEqualTo(GO);
        }
        assertThat(throttle.ask(kind, 0)).isEqualTo(new Verdict.TooFast());
        assertThat(throttle.counts()).containsEntry(kind, new Throttle.Counts(operations, 1));
    }

    @Test
    void shouldCountMethodsInStepsOfFourKilobytes() {
        Throttle throttle = new Throttle(ThrottlingRules.of(Tier.S1, 1).withBacklog(Duration.ZERO, 0), time);

        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 38 * 4096 + 1)).isEqualTo(GO); // 39 steps
        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 4097)).isEqualTo(new Verdict.TooFast()); // 2 steps
        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 4096)).isEqualTo(GO); // the last one
        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 0)).isEqualTo(new Verdict.TooFast());
    }

    @Test
    void shouldGiveTheNextPlacesInTheirOrderAndRefuseWhatWouldWaitTooLong() {
        // given
        Throttle throttle = new Throttle(ThrottlingRules.of(Tier.S1, 1).withBacklog(Duration.ofMillis(50), 10), time);
        for (int i = 0; i < 40; i++) {
            throttle.ask(OperationClass.DIRECT_METHODS, 1);
        }

        // then
        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 1)).isEqualTo(waiting(25));
        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 1)).isEqualTo(waiting(50));
        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 1)).isEqualTo(new Verdict.TooFast());

        // when
        time.move(Duration.ofMillis(25));

        // then
        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 1)).isEqualTo(waiting(50));
        time.move(Duration.ofSeconds(2));
        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 1)).isEqualTo(GO);
    }

    @Test
    void shouldRefuseWhenTooManyWait() {
        // given
        Throttle throttle = new Throttle(ThrottlingRules.of(Tier.S1, 1).withBacklog(Duration.ofSeconds(3), 1), time);
        for (int i = 0; i < 40; i++) {
            throttle.ask(OperationClass.DIRECT_METHODS, 1);
        }

        // then
        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 1)).isEqualTo(waiting(25));
        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 1)).isEqualTo(new Verdict.TooMany());
        throttle.waited(OperationClass.DIRECT_METHODS);
        assertThat(throttle.ask(OperationClass.DIRECT_METHODS, 1)).isEqualTo(waiting(50));
    }

    @Test
    void shouldKeepToItsRateOverTenMinutes() {
        Throttle throttle = new Throttle(ThrottlingRules.of(Tier.S1, 1).withBacklog(Duration.ZERO, 0), time);
        int allowed = 0;
        for (int i = 0; i < 6_000; i++) {
            allowed += throttle.ask(OperationClass.C2D_SENDS, 1).equals(GO) ? 1 : 0;
            time.move(Duration.ofMillis(100));
        }

        assertThat(allowed).isBetween(1_099, 1_100); // what is free at the start, and 100 a minute
    }

    @Test
    void shouldTakeNoMoreMessagesThanTheDayHasUntilMidnight() {
        // given
        time.move(Duration.ofHours(23));
        Throttle throttle = new Throttle(ThrottlingRules.of(Tier.F1, 1).withBacklog(Duration.ZERO, 0), time);
        for (int i = 0; i < 160; i++) { // 50 messages of 512 bytes each
            assertThat(throttle.ask(OperationClass.TWIN_UPDATES, 50 * 512)).isEqualTo(GO);
            time.move(Duration.ofSeconds(1));
        }

        // then
        assertThat(throttle.messagesToday()).isEqualTo(8_000);
        assertThat(throttle.ask(OperationClass.TWIN_READS, 0)).isEqualTo(new Verdict.QuotaUsedUp(8_000));
        assertThat(throttle.ask(OperationClass.REGISTRY, 0)).isEqualTo(GO); // is free
        time.move(Duration.ofHours(1));
        assertThat(throttle.ask(OperationClass.TWIN_READS, 0)).isEqualTo(GO);
        assertThat(throttle.messagesToday()).isEqualTo(1);
    }

    @Test
    void shouldCountAMethodAndItsAnswer() {
        Throttle throttle = new Throttle(ThrottlingRules.of(Tier.S1, 1), time);

        throttle.ask(OperationClass.DIRECT_METHODS, 4097);

        assertThat(throttle.messagesToday()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(OperationClass.class)
    void shouldSpeakToDevicesOnlyInTheStandardTiers(OperationClass kind) {
        Throttle basic = new Throttle(ThrottlingRules.of(Tier.B2, 1), time);
        Throttle standard = new Throttle(ThrottlingRules.of(Tier.S2, 1), time);
        boolean inBoth = kind == OperationClass.REGISTRY || kind == OperationClass.QUERIES;

        assertThat(standard.ask(kind, 0)).isEqualTo(GO);
        assertThat(basic.ask(kind, 0)).isEqualTo(inBoth ? GO : new Verdict.NotInTier(Tier.B2));
    }

    @ParameterizedTest
    @CsvSource({"F1, 1, 1, 10", "S1, 200, 1, 10", "S2, 1, 5, 10", "S2, 30, 5, 30", "S3, 10, 10, 500"})
    void shouldKnowWhatJobsMay(Tier tier, int units, int active, int devicesPerSecond) {
        ThrottlingRules rules = ThrottlingRules.of(tier, units);

        assertThat(rules.tier().activeJobs()).isEqualTo(active);
        assertThat(rules.jobDeviceOperationsPerSecond()).isEqualTo(devicesPerSecond);
    }

    @ParameterizedTest
    @CsvSource({"F1, 2", "S1, 0", "S1, 201", "S3, 11"})
    void shouldRefuseUnitsThatNobodyCanBuy(Tier tier, int units) {
        assertThatThrownBy(() -> ThrottlingRules.of(tier, units))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("units");
    }

    private static Verdict waiting(long millis) {
        return new Verdict.Wait(Duration.ofMillis(millis));
    }
}
