package io.downlink.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.Feedback.Report;
import io.downlink.contracts.feedback.FeedbackWriter;
import io.downlink.contracts.feedback.Origin;
import io.downlink.contracts.topics.Topics;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.TopicReader;
import io.downlink.testsupport.TopicWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The program of docs/consuming.md does what the page says. */
@ExtendWith(KafkaExtension.class)
class ConsumingIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String DEVICE = "pump-1";

    @Test
    void shouldSendOnceAgainWhatExpired(Kafka kafka, @TempDir Path folder) throws IOException {
        // given
        kafka.createTopic(Topics.COMMANDS, 12);
        kafka.createTopic(Topics.FEEDBACK, 12);
        Path store = Files.createDirectory(folder.resolve("store"));
        for (String id : List.of("late", "taken", "gone-again", "last")) {
            Files.writeString(store.resolve(id), request(id));
        }
        Path program = Files.writeString(
                folder.resolve("SendAgain.java"),
                CommandBlocks.of(Repository.ROOT.resolve("docs/consuming.md"))
                        .with("java", "\"send-again\"")
                        .text());
        try (DownlinkProcess sendAgain = run(folder, program, kafka, store);
                TopicWriter feedback = new TopicWriter(kafka, Topics.FEEDBACK);
                TopicReader commands = new TopicReader(kafka, Topics.COMMANDS)) {
            // when
            FeedbackWriter writer = new FeedbackWriter(Topics.FEEDBACK, FeedbackWriter.COLLECTOR);
            feedback.send(writer.write(outcome("late", "Expired")));
            feedback.send(writer.write(outcome("late", "Expired"))); // told twice
            feedback.send(writer.write(outcome("taken", "Success")));
            feedback.send(writer.write(outcome("gone-again", "Expired"))); // for the second time
            feedback.send(writer.write(outcome("of-somebody-else", "Expired")));
            feedback.send(writer.write(outcome("last", "Expired"))); // behind all of them, in their partition

            // then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(store.toFile().list())
                            .as(sendAgain.transcript())
                            .containsExactlyInAnyOrder("late-again", "last-again"));
            List<ConsumerRecord<byte[], byte[]>> sent = commands.await(2, ConsumingIT::isOurs);
            assertThat(sent)
                    .hasSize(2)
                    .allSatisfy(record -> assertThat(record.key()).isEqualTo(DEVICE.getBytes(UTF_8)));
            assertThat(json(sent.getFirst())).isEqualTo(JSON.readTree("""
                    {"commandId": "late-again", "deviceId": "pump-1", "type": "cloud-to-device",
                     "message": {"bodyText": "Cloud to device message.", "timeToLive": "PT1H"}}
                    """));
            assertThat(json(sent.getLast()).path("commandId").asText()).isEqualTo("last-again");
        }
    }

    private static DownlinkProcess run(Path folder, Path program, Kafka kafka, Path store) {
        return DownlinkProcess.start(
                folder,
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.toString(),
                        kafka.bootstrapServers(),
                        store.toString()));
    }

    private static String request(String id) {
        return """
                {"commandId": "%s", "deviceId": "%s", "type": "cloud-to-device", "deadline": "2026-12-01T10:00:00Z",
                 "message": {"bodyText": "Cloud to device message.", "timeToLive": "PT1H"}}
                """.formatted(id, DEVICE);
    }

    private static Feedback outcome(String id, String statusCode) {
        return Feedback.of(new Report(
                "default",
                DEVICE,
                "1",
                id,
                statusCode,
                statusCode,
                Instant.parse("2026-12-01T09:00:00Z"),
                Origin.COMMAND));
    }

    private static boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
        return json(record).path("commandId").asText().endsWith("-again");
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
