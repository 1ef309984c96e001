package io.downlink.testsupport;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kafka for a Quarkus application under test: sets {@code kafka.bootstrap.servers}, and fills the fields of type
 * {@link Kafka} of the test.
 */
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable RunningKafka running;

    @Override
    public Map<String, String> start() {
        running = RunningKafka.start();
        return Map.of("kafka.bootstrap.servers", running.kafka().bootstrapServers());
    }

    @Override
    public void inject(TestInjector test) {
        if (running != null) {
            test.injectIntoFields(running.kafka(), new TestInjector.MatchesType(Kafka.class));
        }
    }

    @Override
    public void stop() {
        if (running != null) {
            running.close();
        }
    }
}
