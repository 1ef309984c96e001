package io.downlink.gateway.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.contracts.commands.CommandReader;
import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.commands.ReadResult.Refused;
import io.downlink.contracts.commands.RequestDefaults;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.Topics;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class SubmissionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final RecordMetadata PLACE =
            new RecordMetadata(new TopicPartition(Topics.COMMANDS, 7), 42, 0, NOW.toEpochMilli(), 0, 0);

    private final List<ProducerRecord<byte[], byte[]>> topic = new ArrayList<>();
    private Uni<RecordMetadata> answer = Uni.createFrom().item(PLACE);
    private final Submission submission = new Submission(
            new CommandReader(RequestDefaults.STANDARD),
            record -> {
                topic.add(record);
                return answer;
            },
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldWriteAValidRequestAsItStandsWithItsDeviceAsTheKey() {
        // when
        ReadResult read = submit("""
                {"commandId": "c-1", "deviceId": "pump-1", "type": "direct-method", "method": {"name": "reboot"}}""");
        // then
        assertThat(topic).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo(Topics.COMMANDS);
            assertThat(record.partition()).isNull();
            assertThat(record.key()).asString().isEqualTo("pump-1");
            assertThat(record.value()).asString().startsWith("{\"commandId\": \"c-1\"");
            assertThat(record.timestamp()).isEqualTo(NOW.toEpochMilli());
        });
        assertThat(read).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.request().id().commandId()).isEqualTo("c-1");
            assertThat(accepted.meta().source()).isEqualTo(new Source(Topics.COMMANDS, 7, 42));
        });
    }

    @Test
    void shouldNameACommandWithoutAnIdByItsPlace() {
        // when
        ReadResult read = submit("""
                {"deviceId": "pump-1", "type": "direct-method", "method": {"name": "reboot"}}""");
        // then
        assertThat(read)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted ->
                                assertThat(accepted.request().id().commandId()).isEqualTo("downlink.commands-7-42"));
    }

    @Test
    void shouldTakeACloudEvent() {
        // given
        Headers headers = new RecordHeaders().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
        // when
        ReadResult read = submit("""
                {"specversion": "1.0", "id": "e-1", "source": "/plant", "type": "command",
                 "data": {"deviceId": "pump-1", "type": "direct-method", "method": {"name": "reboot"}}}""", headers);
        // then
        assertThat(topic.getFirst().key()).asString().isEqualTo("pump-1");
        assertThat(topic.getFirst().headers()).isEqualTo(headers);
        assertThat(read).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.request()).isInstanceOf(DirectMethod.class);
            assertThat(accepted.request().id().commandId()).isEqualTo("e-1");
            assertThat(accepted.meta().requestedBy().source()).isEqualTo("/plant");
        });
    }

    @Test
    void shouldWriteNothingThatIsNotValidAndTellEveryProblem() {
        // when
        ReadResult read = submit("""
                {"type": "direct-method", "method": {"name": "re boot"}, "deadlin": "2026-11-21T11:00:00Z"}""");
        // then
        assertThat(topic).isEmpty();
        assertThat(read)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::field)
                                .containsExactlyInAnyOrder("deviceId", "method.name", "deadlin"));
    }

    @Test
    void shouldHoldADeadlineAgainstTheTimeOfTheRequest() {
        assertThat(submit(deadline("2026-11-22T10:00:00Z"))).isInstanceOf(Accepted.class);
        assertThat(submit(deadline("2026-11-22T10:00:01Z"))).isInstanceOf(Refused.class);
    }

    @Test
    void shouldWriteNothingThatIsNoJson() {
        assertThat(submit("no JSON")).isInstanceOf(ReadResult.Unreadable.class);
        assertThat(topic).isEmpty();
    }

    @Test
    void shouldFailWhenKafkaDoesNotTakeTheRequest() {
        // given
        answer = Uni.createFrom().failure(new TimeoutException("15 s"));
        // then
        assertThatThrownBy(() -> submit(deadline("2026-11-21T11:00:00Z"))).isInstanceOf(TimeoutException.class);
    }

    private ReadResult submit(String request) {
        return submit(request, new RecordHeaders());
    }

    private ReadResult submit(String request, Headers headers) {
        return submission.submit(request.getBytes(UTF_8), headers).await().indefinitely();
    }

    private static String deadline(String time) {
        return """
                {"deviceId": "pump-1", "type": "direct-method", "method": {"name": "reboot"}, "deadline": "%s"}""".formatted(time);
    }
}
