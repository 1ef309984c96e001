package io.downlink.service.topics;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the producers of {@link TransactionalRecords}: patient while Kafka is away, and quick while it is not. */
public final class TransactionalProducers {
    /** As long as a broker allows by default: while Kafka is away a transaction waits. */
    private static final int TRANSACTION_MILLIS = 900_000;

    /** Nobody waits for it, since a commit or a flush sends what there is: it keeps what is written together in one request. */
    private static final int LINGER_MILLIS = 1_000;

    /**
     * A transaction that follows its predecessor closely is refused until that one's markers are written, which takes a
     * moment. Kafka's own 100 ms would be what a commit costs then; it doubles while the refusals last.
     */
    private static final int RETRY_MILLIS = 2;

    /** They write little at a time. */
    private static final long BUFFER_BYTES = 4 * 1024 * 1024L;

    private final Map<String, Object> kafka;
    private final int recordBytesMax;

    /**
     * @param kafka the configuration of a Kafka client
     * @param recordBytesMax what the topics take
     */
    public TransactionalProducers(Map<String, Object> kafka, int recordBytesMax) {
        this.kafka = kafka;
        this.recordBytesMax = recordBytesMax;
    }

    /** Makes one that is not initialised yet. */
    public Producer<byte[], byte[]> open(String transactionalId, String clientId) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, recordBytesMax);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_MILLIS);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
