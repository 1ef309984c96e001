package io.downlink.gateway.startup;

import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.TopicAdmin;
import io.downlink.contracts.topics.Topics;
import io.downlink.contracts.topics.TopicsUnavailableException;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Whether Kafka's topics are as the gateway needs them. It never creates or changes one. */
@Singleton
class TopicsCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Map<String, Object> kafka;

    TopicsCheck(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /** Stops the start, with one line for each shortfall, unless all is well. */
    void orRefuse() {
        List<String> shortfalls = shortfalls();
        if (!shortfalls.isEmpty()) {
            throw Refusal.because("its topics do not fit\n  " + String.join("\n  ", shortfalls));
        }
    }

    /** How large an event may be: what every topic for events takes at least. */
    static int eventBytesMax() {
        return Topics.spec(Topics.COMMAND_EVENTS).maxMessageBytes();
    }

    private List<String> shortfalls() {
        try (Admin admin = Admin.create(kafka)) {
            return new TopicAdmin(admin, TIMEOUT).check(Topics.usedBy(Service.COMMAND_GATEWAY));
        } catch (TopicsUnavailableException e) {
            throw Refusal.because(
                    "Kafka at %s: %s".formatted(kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), e.getMessage()));
        }
    }
}
