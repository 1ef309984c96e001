package io.downlink.testsupport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
@Timeout(120)
class KafkaExtensionIT {
    private final Kafka kafka;

    KafkaExtensionIT(Kafka kafka) {
        this.kafka = kafka;
    }

    @Test
    void shouldTakeRecordsOnEachPartitionOfATopicThatWasCreated() throws Exception {
        kafka.createTopic("twelve", 12);
        kafka.createTopic("twelve", 12); // a second time changes nothing
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            assertThat(producer.send(new ProducerRecord<>("twelve", 11, "key", "value"))
                            .get(30, SECONDS)
                            .offset())
                    .isZero();
        }
    }

    @Test
    void shouldBeTheSameBrokerForEveryTest(Kafka parameter) {
        assertThat(parameter).isEqualTo(kafka);
    }
}
