package io.downlink.service.topics;

import io.downlink.contracts.topics.TopicAdmin;
import io.downlink.contracts.topics.Topics;
import io.downlink.contracts.topics.TopicsUnavailableException;
import io.downlink.service.startup.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Whether Kafka's topics are as a service needs them. It never creates or changes one. */
public final class TopicsCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Map<String, Object> kafka;
    private final Refusals refusals;

    /** @param kafka the configuration of a Kafka client */
    public TopicsCheck(Map<String, Object> kafka, Refusals refusals) {
        this.kafka = kafka;
        this.refusals = refusals;
    }

    /** Stops the start, with one line for each shortfall, unless all is well. */
    public void orRefuse() {
        List<String> shortfalls = shortfalls();
        if (!shortfalls.isEmpty()) {
            throw refusals.because("its topics do not fit\n  " + String.join("\n  ", shortfalls));
        }
    }

    private List<String> shortfalls() {
        try (Admin admin = Admin.create(kafka)) {
            return new TopicAdmin(admin, TIMEOUT).check(Topics.usedBy(refusals.service()));
        } catch (TopicsUnavailableException e) {
            throw refusals.because(
                    "Kafka at %s: %s".formatted(kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), e.getMessage()));
        }
    }
}
