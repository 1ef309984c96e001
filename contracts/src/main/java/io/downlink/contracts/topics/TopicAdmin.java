package io.downlink.contracts.topics;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Checks and creates topics. Blocks the calling thread.
 *
 * <p>Every method throws {@link TopicsUnavailableException} if Kafka does not answer in time, or refuses.
 */
public final class TopicAdmin {
    private static final short REPLICAS_MAX = 3;
    private static final int IN_SYNC_REPLICAS = 2;
    private static final String UNLIMITED = "-1";
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Admin admin;
    private final Duration timeout;

    /**
     * @param admin stays the caller's to close
     * @param timeout for each question to Kafka
     */
    public TopicAdmin(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
    }

    /** @return one line for each shortfall, saying what to set; none where all is well */
    public List<String> check(List<TopicSpec> specs) {
        return TopicComparison.shortfalls(specs, states(specs), brokers());
    }

    /**
     * Creates the topics that are missing, with up to three replicas, and leaves the others as they are. Returns
     * when the brokers know of them.
     *
     * @return the names of those it created
     */
    public List<String> create(List<TopicSpec> specs) {
        Set<String> present = names();
        int brokers = brokers();
        List<String> created = new ArrayList<>();
        for (TopicSpec spec : specs) {
            if (!present.contains(spec.name()) && create(newTopic(spec, brokers))) {
                created.add(spec.name());
            }
        }
        awaitNames(created);
        return created;
    }

    /** The controller has created them; the broker that answers next learns of it a moment later. */
    private void awaitNames(List<String> created) {
        long started = System.nanoTime();
        while (!names().containsAll(created)) {
            if (System.nanoTime() - started > timeout.toNanos()) {
                throw new TopicsUnavailableException(
                        "the brokers do not know of %s after %s".formatted(created, timeout), null);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static TopicsUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TopicsUnavailableException("interrupted while waiting for Kafka", e);
    }

    private Set<String> names() {
        return await(admin.listTopics().names());
    }

    private boolean create(NewTopic topic) {
        try {
            await(admin.createTopics(List.of(topic)).all());
            return true;
        } catch (TopicsUnavailableException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false; // another process was faster
            }
            throw e;
        }
    }

    static NewTopic newTopic(TopicSpec spec, int brokers) {
        Map<String, String> config = new HashMap<>();
        config.put(CLEANUP_POLICY_CONFIG, spec.cleanup().policy());
        if (spec.cleanup() == TopicSpec.Cleanup.DELETE) {
            config.put(RETENTION_MS_CONFIG, Long.toString(spec.retention().toMillis()));
        }
        if (spec.keptAtAnySize()) {
            config.put(RETENTION_BYTES_CONFIG, UNLIMITED); // else the brokers' own limit counts
        }
        config.put(MAX_MESSAGE_BYTES_CONFIG, Integer.toString(spec.maxMessageBytes()));
        if (brokers > 1) {
            config.put(MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(IN_SYNC_REPLICAS));
        }
        short replicas = (short) Math.min(brokers, REPLICAS_MAX);
        return new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.of(replicas)).configs(config);
    }

    private Map<String, TopicState> states(List<TopicSpec> specs) {
        Set<String> present = names();
        List<String> names =
                specs.stream().map(TopicSpec::name).filter(present::contains).toList();
        Map<String, TopicDescription> descriptions =
                await(admin.describeTopics(names).allTopicNames());
        Map<String, Map<String, String>> configs = configs(names);
        Map<String, TopicState> states = new HashMap<>();
        descriptions.forEach((name, description) -> states.put(
                name, new TopicState(description.partitions().size(), configs.getOrDefault(name, Map.of()))));
        return states;
    }

    private Map<String, Map<String, String>> configs(Collection<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Map<String, String>> configs = new HashMap<>();
        await(admin.describeConfigs(resources).all())
                .forEach((resource, config) -> configs.put(resource.name(), values(config)));
        return configs;
    }

    private static Map<String, String> values(Config config) {
        Map<String, String> values = new HashMap<>();
        for (ConfigEntry entry : config.entries()) {
            if (entry.value() != null) {
                values.put(entry.name(), entry.value());
            }
        }
        return values;
    }

    private int brokers() {
        return await(admin.describeCluster().nodes()).size();
    }

    private <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new TopicsUnavailableException("Kafka refused: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new TopicsUnavailableException("Kafka did not answer within " + timeout, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }
}
