package io.downlink.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandReader;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.commands.ReadResult.Refused;
import io.downlink.contracts.commands.RequestDefaults;
import io.downlink.contracts.requests.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String VALID = """
            {"deviceId": "pump-1", "type": "direct-method", "method": {"name": "reboot"}}""";

    /** Where Java's clients put {@code pump-1} among 12. */
    private static final int PARTITION = 7;

    private final Partitioning partitioning = new Partitioning();
    private final Counter foreign = new SimpleMeterRegistry().counter("foreign");
    private final Intake intake = new Intake(
            new CommandReader(RequestDefaults.STANDARD), partitioning, foreign, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldTakeWhatASenderWhoseClockIsFiveMinutesAheadHasWritten() {
        assertThat(read(NOW.plus(Duration.ofMinutes(5)), "pump-1", VALID)).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldRefuseWhatWasWrittenFurtherAhead() {
        assertThat(read(NOW.plus(Duration.ofMinutes(5)).plusMillis(1), "pump-1", VALID))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .satisfies(problem -> {
                                    assertThat(problem.field()).isEqualTo("timestamp");
                                    assertThat(problem.value()).isEqualTo("2026-11-21T10:05:00.001Z");
                                    assertThat(problem.message()).contains("PT5M", "sender's clock");
                                }));
    }

    @Test
    void shouldTellAllProblemsOfARequestAtOnce() {
        assertThat(read(NOW.plus(Duration.ofHours(1)), "another", VALID.replace("}}", "}, \"deadlin\": 1}")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::field)
                                .containsExactlyInAnyOrder("timestamp", "key", "deadlin"));
    }

    @Test
    void shouldTakeForForgottenWhatIsOlderThanTheLogIsKept() {
        assertThat(isForgotten(NOW.minus(Duration.ofDays(2)))).isFalse();
        assertThat(isForgotten(NOW.minus(Duration.ofDays(2)).minusMillis(1))).isTrue();
    }

    @Test
    void shouldCountOnlyRecordsThatStandWhereTheirKeyDoesNotBelong() {
        // when
        read(NOW, "pump-1", VALID); // the number of partitions is not known yet
        partitioning.over(12);
        read(NOW, "pump-1", VALID);
        read(NOW, null, VALID);
        assertThat(foreign.count()).isZero();
        read(NOW, "pump-2", VALID);
        // then
        assertThat(foreign.count()).isOne();
    }

    private boolean isForgotten(Instant time) {
        return read(time, "pump-1", VALID) instanceof Accepted(var _, var meta) && intake.isForgotten(meta);
    }

    private ReadResult read(Instant time, @Nullable String key, String json) {
        return intake.read(new ConsumerRecord<>(
                "downlink.commands",
                PARTITION,
                7,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(UTF_8),
                json.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty()));
    }
}
