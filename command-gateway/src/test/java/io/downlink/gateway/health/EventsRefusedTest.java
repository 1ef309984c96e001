package io.downlink.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;

import io.downlink.gateway.lease.EventWrites;
import io.downlink.gateway.pacing.TestClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventsRefusedTest {
    private final TestClock clock = new TestClock();
    private final EventWrites writes = new EventWrites(clock);
    private final Health health = new Health(writes);

    @Test
    void shouldBeWellWhileEventsAreTakenOrNobodyAnswers() {
        // given
        writes.tried(Uni.createFrom().nothing()).subscribe().with(_ -> {});
        // when
        clock.move(Duration.ofHours(1));
        // then
        assertThat(health.ready().getStatus()).isEqualTo(UP);
        assertThat(health.alive().getStatus()).isEqualTo(UP);
    }

    @Test
    void shouldNotBeReadyButStayAliveWhileKafkaForbidsEvents() {
        // given
        RuntimeException refusal = new TopicAuthorizationException(Set.of("downlink.command-events"));
        refuse(refusal);
        assertThat(health.ready().getStatus()).as("at once").isEqualTo(UP);
        // when
        clock.move(Duration.ofSeconds(5));
        // then
        assertThat(health.ready().getStatus()).isEqualTo(DOWN);
        assertThat(data(health.ready()))
                .containsEntry("secondsRefused", 5L)
                .containsEntry("reason", refusal.toString());
        clock.move(Duration.ofHours(1));
        assertThat(health.alive().getStatus()).isEqualTo(UP);
    }

    @ParameterizedTest
    @MethodSource("curable")
    void shouldNotBeAliveWhenAProducerHasRefusedEverythingForFiveMinutes(RuntimeException refusal) {
        // given
        refuse(refusal);
        clock.move(Duration.ofSeconds(299));
        // when
        refuse(refusal);
        // then
        assertThat(health.alive().getStatus()).isEqualTo(UP);
        clock.move(Duration.ofSeconds(1));
        assertThat(health.alive().getStatus()).isEqualTo(DOWN);
        assertThat(health.ready().getStatus()).isEqualTo(DOWN);
    }

    static Set<RuntimeException> curable() {
        return Set.of(
                new OutOfOrderSequenceException("on purpose"),
                new SaslAuthenticationException("no such user"),
                new ClusterAuthorizationException("no idempotent writes"),
                new KafkaException("in error state", new TopicAuthorizationException("downlink.command-events")));
    }

    @Test
    void shouldBePatientAnewWhenItIsNotForbiddenAnyMoreButStillRefused() {
        // given
        refuse(new TopicAuthorizationException("downlink.command-events"));
        clock.move(Duration.ofMinutes(10));
        // when
        refuse(new OutOfOrderSequenceException("on purpose"));
        // then
        assertThat(health.ready().getStatus()).as("refused all the time").isEqualTo(DOWN);
        clock.move(Duration.ofSeconds(299));
        assertThat(health.alive().getStatus()).isEqualTo(UP);
        clock.move(Duration.ofSeconds(1));
        assertThat(health.alive().getStatus()).isEqualTo(DOWN);
        refuse(new TopicAuthorizationException("downlink.command-events"));
        assertThat(health.alive().getStatus()).as("forbidden again").isEqualTo(UP);
    }

    @Test
    void shouldBeWellAgainWithTheFirstEventThatIsTaken() {
        // given
        refuse(new OutOfOrderSequenceException("on purpose"));
        clock.move(Duration.ofMinutes(5));
        assertThat(health.alive().getStatus()).isEqualTo(DOWN);
        // when
        writes.watched(3, Uni.createFrom().voidItem()).await().indefinitely();
        // then
        assertThat(health.ready().getStatus()).isEqualTo(UP);
        assertThat(health.alive().getStatus()).isEqualTo(UP);
        assertThat(data(health.ready())).doesNotContainKey("reason");
    }

    private void refuse(RuntimeException refusal) {
        writes.tried(Uni.createFrom().failure(refusal)).subscribe().with(_ -> {}, _ -> {});
    }

    private static Map<String, Object> data(HealthCheckResponse response) {
        return response.getData().orElseThrow();
    }

    private record Health(EventWrites writes) {
        HealthCheckResponse ready() {
            return new EventsTaken(writes).call();
        }

        HealthCheckResponse alive() {
            return new EventsProducerAlive(writes).call();
        }
    }
}
