package io.downlink.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.topics.TopicSpec;
import io.downlink.contracts.topics.Topics;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.TopicReader;
import io.downlink.testsupport.TopicWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(KafkaExtension.class)
@Timeout(120)
class CommandLineIT {
    private final Kafka kafka;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    CommandLineIT(Kafka kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void createTopics() {
        assertThat(run("topics", "create")).isZero();
        out.getBuffer().setLength(0);
    }

    @Test
    void shouldFindTheTopicsThatItCreatedAsTheyMustBe() {
        assertThat(run("topics", "check")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        "%d topics are as they must be%n".formatted(Topics.all().size()));
    }

    @Test
    void shouldTellThatATopicExistsWhenItIsCreatedAgain() {
        assertThat(run("topics", "create")).isZero();
        assertThat(out.toString().lines())
                .containsExactlyElementsOf(Topics.all().stream()
                        .map(TopicSpec::name)
                        .map("exists   "::concat)
                        .toList());
    }

    @Test
    void shouldTellWhereTheCommandStandsWhenItDoesNotWait() {
        assertThat(run("send", "pump-1", "reboot", "--id", "not-waited-for", "--no-wait"))
                .isZero();
        assertThat(out.toString()).matches("sent       not-waited-for  downlink\\.commands\\[\\d+]@\\d+\\R");
    }

    @Test
    void shouldTellTheOutcomeThatComesForItsCommand() throws Exception {
        try (AnsweringGateway gateway = AnsweringGateway.start(kafka)) {
            int status = run("send", "pump-2", "reboot", "{\"delay\": 3}", "--id", "answered");
            assertThat(gateway.requests()).contains("{\"delay\":3}");
            assertThat(status).isZero();
        }
        assertThat(out.toString().lines().toList().getLast())
                .isEqualTo("completed  answered  pump-2  status 200  {\"delay\":3}  attempts 1");
    }

    @Test
    void shouldNotWaitForLessThanNothing() {
        assertThat(run("send", "pump-3", "reboot", "--timeout", "PT-5S")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("jobs", "schedule", "lock", "--where", "*", "--method", "LockDoor", "--timeout", "5"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("--timeout", "'PT-5S' is no time to wait: write one such as PT30S", "'5' is no time to wait");
    }

    @Test
    void shouldSayThatNothingWasHeardWhenTimeIsOver() {
        assertThat(run("send", "pump-3", "reboot", "--id", "unheard", "--timeout", "PT0.2S"))
                .isEqualTo(ExitStatus.NO_OUTCOME);
        assertThat(out.toString()).contains("silence    unheard  no outcome");
    }

    @Test
    void shouldWatchWhatIsAboutOneDevice() {
        run("send", "pump-4", "reboot", "--id", "of-pump-4", "--no-wait");
        run("send", "pump-5", "reboot", "--id", "of-pump-5", "--no-wait");
        out.getBuffer().setLength(0);
        int status = run("watch", "commands", "--from-beginning", "--device", "pump-5", "--max-records", "1", "--json");
        assertThat(status).isZero();
        assertThat(out.toString()).contains("\"key\":\"pump-5\"", "of-pump-5").doesNotContain("of-pump-4");
    }

    @Test
    void shouldWriteTheRequestForAJobAndSayThatNothingWasHeard() {
        int status = run(
                "jobs",
                "schedule",
                "lock-43",
                "--where",
                "tags.Building = '43'",
                "--method",
                "LockDoor",
                "--timeout",
                "PT0.2S");
        assertThat(status).isEqualTo(ExitStatus.NO_OUTCOME);
        assertThat(out.toString())
                .startsWith("sent       lock-43  downlink.jobs[0]@")
                .contains("no end within PT0.2S", "A repeat is not told of again", "./downlink jobs watch lock-43");
        out.getBuffer().setLength(0);
        assertThat(run("watch", "jobs", "--from-beginning", "--device", "lock-43", "--max-records", "1", "--json"))
                .isZero();
        assertThat(out.toString())
                .contains("\"value\":{\"type\":\"schedule\",\"jobId\":\"lock-43\","
                        + "\"queryCondition\":\"tags.Building = '43'\","
                        + "\"action\":{\"type\":\"direct-method\",\"method\":{\"name\":\"LockDoor\"}}}");
    }

    @Test
    void shouldTellHowAJobGoesToItsEnd() throws Exception {
        try (TopicReader requests = new TopicReader(kafka, Topics.JOBS);
                TopicWriter events = new TopicWriter(kafka, Topics.JOB_EVENTS)) {
            CompletableFuture<Void> orchestrator = CompletableFuture.runAsync(() -> {
                ConsumerRecord<byte[], byte[]> request = requests.await(
                                1, record -> "ended".equals(new String(record.key(), UTF_8)))
                        .getFirst();
                events.send("ended", event("progress", request.offset(), 0));
                events.send("ended", event("completed", request.offset() + 1, 2)); // about another request
                events.send("ended", event("completed", request.offset(), 1));
            });
            int status = run("jobs", "schedule", "ended", "--where", "*", "--method", "LockDoor");
            orchestrator.join();
            assertThat(status).isEqualTo(ExitStatus.DEVICE_REFUSED);
        }
        assertThat(out.toString().lines().skip(1))
                .containsExactly(
                        "progress   ended  3 devices: 3 succeeded, 0 failed, 0 running, 0 pending",
                        "completed  ended  3 devices: 2 succeeded, 1 failed, 0 running, 0 pending");
        out.getBuffer().setLength(0);
        assertThat(run("jobs", "watch", "ended", "--max-records", "3")).isZero();
        assertThat(out.toString().lines()).hasSize(3);
    }

    private static String event(String name, long offset, int failed) {
        return """
                {"event": "%s", "final": %s, "time": "2026-12-01T10:00:00Z", "hub": "default", "jobId": "ended",
                 "type": "schedule", "source": {"topic": "downlink.jobs", "partition": 0, "offset": %d}, "requestedBy": {},
                 "digest": "v1:00", "devices": {"total": 3, "succeeded": %d, "failed": %d, "running": 0, "pending": 0}}
                """.formatted(name, name.equals("completed"), offset, 3 - failed, failed);
    }

    @Test
    void shouldSayWhichTopicIsMissing() {
        assertThat(run("watch", "nonsense")).isEqualTo(ExitStatus.KAFKA);
        assertThat(err.toString())
                .startsWith("downlink: topic downlink.nonsense does not exist")
                .contains("those of Downlink are downlink.commands,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dead-letters list --limit -1",
                "watch --max-records 0",
                "jobs watch --max-records x",
                "topics create --partitions -5"
            })
    void shouldRefuseANumberOfThingsThatIsNone(String line) {
        assertThat(run(line.split(" "))).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("is no whole number from 1 on").doesNotContain("\tat ");
    }

    @Test
    void shouldSayWhatIsWrongWithTheAddressOfKafka() {
        int status = Main.commandLine(new PrintWriter(out), new PrintWriter(err, true))
                .execute("topics", "check", "--bootstrap-server", "localhost:99999");
        assertThat(status).isEqualTo(ExitStatus.KAFKA);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("localhost:99999")
                .contains("bootstrap.servers");
    }

    @Test
    void shouldSayInOneLineThatKafkaDoesNotAnswer() {
        int status = Main.commandLine(new PrintWriter(out), new PrintWriter(err, true))
                .execute("topics", "check", "--bootstrap-server", "127.0.0.1:1");
        assertThat(status).isEqualTo(ExitStatus.KAFKA);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("downlink: Kafka does not answer at 127.0.0.1:1");
    }

    @Test
    void shouldRefuseAPayloadThatIsNoJson() {
        assertThat(run("send", "pump-1", "reboot", "{")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).startsWith("downlink: PAYLOAD is not JSON: {");
    }

    private int run(String... arguments) {
        return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(java.util.stream.Stream.concat(
                                List.of(arguments).stream(),
                                List.of("--bootstrap-server", kafka.bootstrapServers()).stream())
                        .toArray(String[]::new));
    }
}
