package io.downlink.localstack.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KafkaBrokerIT {
    private static final String TOPIC = "commands";
    private static final int PARTITIONS = 12;

    @TempDir
    Path dataDir;

    @Test
    void shouldShowOnlyWhatWasCommittedOnEachOfTwelvePartitions() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(dataDir, 0)) {
            // given
            createTopic(broker);
            // when
            try (Producer<String, String> producer = producer(broker, Map.of("transactional.id", "writer"))) {
                producer.initTransactions();
                producer.beginTransaction();
                write(producer, "aborted");
                producer.abortTransaction();
                producer.beginTransaction();
                write(producer, "committed");
                producer.commitTransaction();
            }
            // then
            assertThat(read(broker, PARTITIONS))
                    .extracting(record -> record.partition() + " " + record.value())
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, PARTITIONS)
                            .mapToObj(partition -> partition + " committed")
                            .toList());
        }
    }

    @Test
    void shouldStillHoldItsRecordsAndGroupsWhenItWasRestarted() throws Exception {
        // given
        try (KafkaBroker broker = KafkaBroker.start(dataDir, 0)) {
            createTopic(broker);
            try (Producer<String, String> producer = producer(broker, Map.of())) {
                write(producer, "before the restart");
            }
            read(broker, PARTITIONS);
        }
        // when
        try (KafkaBroker again = KafkaBroker.start(dataDir, 0);
                Producer<String, String> producer = producer(again, Map.of())) {
            write(producer, "after the restart");
            // then the group goes on where it was
            assertThat(read(again, PARTITIONS))
                    .hasSize(PARTITIONS)
                    .allSatisfy(record -> assertThat(record.value()).isEqualTo("after the restart"))
                    .allSatisfy(record -> assertThat(record.offset()).isEqualTo(1));
        }
    }

    @Test
    void shouldNotCreateATopicWhenSomebodyWritesToOne() {
        try (KafkaBroker broker = KafkaBroker.start(dataDir, 0);
                Producer<String, String> producer = producer(broker, Map.of("max.block.ms", "500"))) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("misspelt", "value"))
                            .get(30, SECONDS))
                    .hasRootCauseInstanceOf(org.apache.kafka.common.errors.UnknownTopicOrPartitionException.class)
                    .cause()
                    .isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void shouldSayWhichPortWhenItIsTaken(@TempDir Path other) {
        try (KafkaBroker broker = KafkaBroker.start(dataDir, 0)) {
            int port = Integer.parseInt(broker.bootstrapServers().split(":", -1)[1]);
            assertThatThrownBy(() -> KafkaBroker.start(other, port))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("Port %d of 127.0.0.1 is taken: Kafka cannot listen there".formatted(port));
        }
    }

    @Test
    void shouldSayWhichDirectoryWhenAnotherBrokerUsesIt() {
        try (KafkaBroker broker = KafkaBroker.start(dataDir, 0)) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
            assertThatThrownBy(() -> KafkaBroker.start(dataDir, 0))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Kafka cannot use " + dataDir);
        }
    }

    private static void createTopic(KafkaBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get(30, SECONDS);
        }
    }

    private static Producer<String, String> producer(KafkaBroker broker, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static void write(Producer<String, String> producer, String value) throws Exception {
        List<Future<RecordMetadata>> written = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> producer.send(new ProducerRecord<>(TOPIC, partition, "key", value)))
                .toList();
        for (Future<RecordMetadata> record : written) {
            record.get(30, SECONDS);
        }
    }

    /** Reads in one group, and commits, until as many records came as were expected. */
    private static List<ConsumerRecord<String, String>> read(KafkaBroker broker, int expected) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "group.id", "readers",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (records.size() < expected) { // the class's timeout bounds it
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            consumer.commitSync();
            return records;
        }
    }
}
