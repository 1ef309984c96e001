package io.downlink.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.topics.Topics;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.TopicReader;
import io.downlink.testsupport.TopicWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The topic lives as long as the tests, so each looks for letters with a key of its own. */
@ExtendWith(KafkaExtension.class)
@Timeout(120)
class DeadLettersIT {
    private static final byte[] NO_TEXT = {(byte) 0xff, 0, 65};

    private final Kafka kafka;
    private final String key = "pump-" + UUID.randomUUID();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    DeadLettersIT(Kafka kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void createTopics() {
        KafkaWithTopics.createTopics(kafka);
    }

    @Test
    void shouldListThemOldestFirst() {
        // given
        Instant now = Instant.now();
        String later = letter("{", now.minusSeconds(60));
        String earlier = letter("[", now.minusSeconds(3_000));
        String expired = letter("x", now.minusSeconds(4_000));
        // when
        assertThat(run("list")).isZero();
        // then
        assertThat(out.toString().lines().filter(line -> line.contains(key)))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(expired).contains("  expired  "),
                        line -> assertThat(line).startsWith(earlier).doesNotContain("expired"),
                        line -> assertThat(line)
                                .startsWith(later)
                                .contains("from downlink.commands[3]@5  key " + key + "  not JSON"));
    }

    @Test
    void shouldListNoMoreThanAreAskedFor() {
        // given
        Instant now = Instant.now();
        letter("{", now);
        letter("{", now);
        // when
        assertThat(run("list", "--limit", "1")).isZero();
        // then
        assertThat(out.toString().lines()).hasSize(2).last().asString().startsWith("there are more");
    }

    @Test
    void shouldListNoneOfEarlierTimes() {
        // given
        Instant now = Instant.now();
        letter("{", now.minus(Duration.ofHours(3)));
        String later = letter("{", now);
        // when
        assertThat(run("list", "--from", "PT1H")).isZero();
        // then
        assertThat(out.toString().lines().filter(line -> line.contains(key)))
                .singleElement()
                .asString()
                .startsWith(later);
    }

    @Test
    void shouldShowATextWithItsHeadersAndItsProblem() {
        // given
        String place = letter("{\"deadline\":\n\"2020-01-01T00:00:00Z\"}", Instant.now());
        // when
        assertThat(run("show", place)).isZero();
        // then
        assertThat(out.toString().lines())
                .contains(
                        "place     " + place,
                        "from      downlink.commands[3]@5",
                        "problem   not JSON",
                        "key       " + key,
                        "expired   2020-01-01T00:00:00Z",
                        "header    ce_id: 17",
                        "body",
                        "  {\"deadline\":",
                        "  \"2020-01-01T00:00:00Z\"}");
    }

    @Test
    void shouldShowInHexadecimalWhatIsNoText() {
        // given
        String place = letter(Topics.COMMANDS, NO_TEXT, Instant.now());
        // when
        assertThat(run("show", place.substring(place.indexOf('[')))).isZero();
        // then
        assertThat(out.toString().lines().toList().getLast()).isEqualTo("  000000  ff 00 41");
    }

    @Test
    void shouldReplayAsItCame() {
        // given
        String place = letter(Topics.COMMANDS, NO_TEXT, Instant.now());
        // when
        assertThat(run("replay", place)).isZero();
        // then
        ConsumerRecord<byte[], byte[]> replayed = replayed(Topics.COMMANDS, 1).getFirst();
        assertThat(replayed.value()).isEqualTo(NO_TEXT);
        assertThat(Arrays.stream(replayed.headers().toArray()).map(Header::key)).containsExactly("ce_id");
        assertThat(out.toString())
                .isEqualTo("replayed      %s  to %s%n"
                        .formatted(place, EventText.place(Topics.COMMANDS, replayed.partition(), replayed.offset())));
    }

    @Test
    void shouldLeaveOutWhatHasExpired() {
        // given
        String expired = letter("{\"deadline\":\"2020-01-01T00:00:00Z\"}", Instant.now());
        String old = letter("{", Instant.now().minus(Duration.ofMinutes(61)));
        String good = letter("{\"deadline\":\"2099-01-01T00:00:00Z\"}", Instant.now());
        // when
        assertThat(run("replay", expired, old, good)).isEqualTo(ExitStatus.NOT_EXECUTED);
        // then
        assertThat(replayed(Topics.COMMANDS, 1)).hasSize(1);
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "left out      " + expired
                                                + "  expired at 2020-01-01T00:00:00Z: --new-deadline PT1H sends it nevertheless"),
                        line -> assertThat(line).startsWith("left out      " + old + "  expired at "),
                        line -> assertThat(line).startsWith("replayed      " + good));
    }

    @Test
    void shouldWriteANewDeadlineAndNothingElse() {
        // given
        String expired =
                letter("{\"commandId\":\"a\",\"deadline\":\"2020-01-01T00:00:00Z\",\"n\":1.50}", Instant.now());
        String structured =
                letter(Topics.COMMANDS, "{\"id\":\"b\",\"data\":{\"n\":1}}".getBytes(UTF_8), Instant.now(), true);
        // when
        assertThat(run("replay", expired, structured, "--new-deadline", "2099-01-01T00:00:00Z"))
                .isZero();
        // then
        assertThat(replayed(Topics.COMMANDS, 2))
                .extracting(record -> new String(record.value(), UTF_8))
                .containsExactlyInAnyOrder(
                        "{\"commandId\":\"a\",\"deadline\":\"2099-01-01T00:00:00Z\",\"n\":1.50}",
                        "{\"id\":\"b\",\"data\":{\"n\":1,\"deadline\":\"2099-01-01T00:00:00Z\"}}");
    }

    @Test
    void shouldSayWhereNoDeadlineCanBeWritten() {
        // given
        String place = letter("reboot, please", Instant.now());
        // when
        assertThat(run("replay", place, "--new-deadline", "PT1H")).isEqualTo(ExitStatus.NOT_EXECUTED);
        // then
        assertThat(out.toString()).contains("it is no JSON object");
    }

    @Test
    void shouldReplayAJobRequestWhateverItsAge() {
        // given
        String place = letter(Topics.JOBS, "{}".getBytes(UTF_8), Instant.now().minus(Duration.ofDays(2)));
        // when
        assertThat(run("replay", place)).isZero();
        // then
        assertThat(replayed(Topics.JOBS, 1)).hasSize(1);
    }

    @Test
    void shouldWriteNothingInADryRun() {
        // given
        String place = letter("{", Instant.now());
        // when
        assertThat(run("replay", place, "--dry-run")).isZero();
        // then
        assertThat(out.toString()).isEqualTo("would replay  %s  to downlink.commands%n".formatted(place));
        assertThat(replayed(Topics.COMMANDS, 0)).isEmpty();
    }

    @Test
    void shouldReplayAllSinceThen() {
        // given
        Instant soon = Instant.now().plus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.MILLIS);
        letter("{", soon);
        letter("[", soon);
        // when
        int status = run("replay", "--all", "--from", soon.toString());
        // then
        assertThat(status).isZero();
        assertThat(replayed(Topics.COMMANDS, 2)).hasSize(2);
    }

    @Test
    void shouldSayThatThereIsNoneAtAPlace() {
        assertThat(run("show", "0@999999")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("there is no dead letter at downlink.dead-letters[0]@999999");
    }

    @Test
    void shouldRefuseAPlaceThatIsNone() {
        assertThat(run("show", "downlink.commands[0]@1")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("replay")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("replay", "0@1", "--all")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("replay", "0@1", "--new-deadline", "soon")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString())
                .contains(
                        "is no place of a dead letter",
                        "give the places of dead letters, or --all",
                        "neither a duration");
    }

    private String letter(String value, Instant time) {
        return letter(Topics.COMMANDS, value.getBytes(UTF_8), time);
    }

    private String letter(String origin, byte[] value, Instant time) {
        return letter(origin, value, time, false);
    }

    /** Writes one as the services do, and tells its place. */
    private String letter(String origin, byte @Nullable [] value, Instant time, boolean structured) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.DEAD_LETTERS, 1, time.toEpochMilli(), key.getBytes(UTF_8), value, headers(origin, structured));
        try (TopicWriter writer = new TopicWriter(kafka, Topics.DEAD_LETTERS)) {
            RecordMetadata written = writer.send(record);
            return EventText.place(written.topic(), written.partition(), written.offset());
        }
    }

    private static List<Header> headers(String origin, boolean structured) {
        List<Header> headers = new ArrayList<>();
        headers.add(header("ce_id", "17"));
        if (structured) {
            headers.add(header("content-type", "application/cloudevents+json; charset=utf-8"));
        }
        headers.add(header("dead-letter-reason", "not JSON"));
        headers.add(header("dead-letter-exception-class-name", "io.downlink.Unreadable"));
        headers.add(header("dead-letter-topic", origin));
        headers.add(header("dead-letter-partition", "3"));
        headers.add(header("dead-letter-offset", "5"));
        return headers;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private List<ConsumerRecord<byte[], byte[]>> replayed(String topic, int number) {
        try (TopicReader reader = new TopicReader(kafka, topic)) {
            return reader.await(number, record -> Arrays.equals(record.key(), key.getBytes(UTF_8)));
        }
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--bootstrap-server", kafka.bootstrapServers()));
        return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
