package io.downlink.testsupport;

import io.downlink.contracts.topics.TopicAdmin;
import io.downlink.contracts.topics.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Kafka with the topics of this version: a service starts with no less. */
public final class KafkaWithTopics implements QuarkusTestResourceLifecycleManager {
    private final KafkaResource kafka = new KafkaResource();

    @Override
    public Map<String, String> start() {
        Map<String, String> config = kafka.start();
        config.values().forEach(bootstrapServers -> createTopics(new Kafka(bootstrapServers)));
        return config;
    }

    public static void createTopics(Kafka kafka) {
        try (Admin admin = kafka.admin()) {
            new TopicAdmin(admin, Duration.ofSeconds(30)).create(Topics.all());
        }
    }

    @Override
    public void inject(TestInjector test) {
        kafka.inject(test);
    }

    @Override
    public void stop() {
        kafka.stop();
    }
}
