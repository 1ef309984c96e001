package io.downlink.contracts.topics;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds topics as they are against what they must be. */
final class TopicComparison {
    private static final int IN_SYNC_REPLICAS_MIN = 2;
    private static final long UNLIMITED = -1;

    private final Map<String, TopicState> states;
    private final int brokers;
    private final List<String> shortfalls = new ArrayList<>();

    private TopicComparison(Map<String, TopicState> states, int brokers) {
        this.states = states;
        this.brokers = brokers;
    }

    /**
     * @param states of the topics that exist, by name
     * @return one line for each shortfall, saying what to set
     */
    static List<String> shortfalls(List<TopicSpec> specs, Map<String, TopicState> states, int brokers) {
        TopicComparison comparison = new TopicComparison(states, brokers);
        specs.forEach(comparison::compare);
        comparison.comparePartitions();
        return List.copyOf(comparison.shortfalls);
    }

    private void compare(TopicSpec spec) {
        TopicState state = states.get(spec.name());
        if (state == null) {
            shortfall(spec, "does not exist: create it with " + wanted(spec));
            return;
        }
        if (spec.singlePartition() && state.partitions() != 1) {
            shortfall(
                    spec,
                    "has %d partitions: create it anew with one, its order is one for all records"
                            .formatted(state.partitions()));
        }
        compareCleanup(spec, state);
        compareRetention(spec, state);
        compareRetentionBytes(spec, state);
        long messageBytes = state.number(MAX_MESSAGE_BYTES_CONFIG, spec.maxMessageBytes());
        if (messageBytes < spec.maxMessageBytes()) {
            tooSmall(spec, MAX_MESSAGE_BYTES_CONFIG, messageBytes, spec.maxMessageBytes());
        }
        long inSync = state.number(MIN_IN_SYNC_REPLICAS_CONFIG, IN_SYNC_REPLICAS_MIN);
        if (brokers > 1 && inSync < IN_SYNC_REPLICAS_MIN) {
            tooSmall(spec, MIN_IN_SYNC_REPLICAS_CONFIG, inSync, IN_SYNC_REPLICAS_MIN);
        }
    }

    private static String wanted(TopicSpec spec) {
        String partitions = spec.singlePartition() ? "1 partition" : spec.partitions() + " partitions";
        return switch (spec.cleanup()) {
            case DELETE ->
                "%s and %s=%d%s"
                        .formatted(
                                partitions,
                                RETENTION_MS_CONFIG,
                                spec.retention().toMillis(),
                                spec.keptAtAnySize() ? " and %s=%d".formatted(RETENTION_BYTES_CONFIG, UNLIMITED) : "");
            case COMPACT ->
                "%s and %s=%s"
                        .formatted(
                                partitions,
                                CLEANUP_POLICY_CONFIG,
                                spec.cleanup().policy());
        };
    }

    private void compareCleanup(TopicSpec spec, TopicState state) {
        String policy = state.config()
                .getOrDefault(CLEANUP_POLICY_CONFIG, spec.cleanup().policy());
        if (!policy.equals(spec.cleanup().policy())) {
            shortfall(
                    spec,
                    "%s is %s: set it to %s"
                            .formatted(
                                    CLEANUP_POLICY_CONFIG,
                                    policy,
                                    spec.cleanup().policy()));
        }
    }

    private void compareRetention(TopicSpec spec, TopicState state) {
        if (spec.cleanup() == TopicSpec.Cleanup.COMPACT) {
            return;
        }
        long wanted = spec.retention().toMillis();
        long retention = state.number(RETENTION_MS_CONFIG, wanted);
        boolean forever = retention < 0;
        if (!forever && retention < wanted) {
            tooSmall(spec, RETENTION_MS_CONFIG, retention, wanted);
        }
    }

    private void compareRetentionBytes(TopicSpec spec, TopicState state) {
        long bytes = state.number(RETENTION_BYTES_CONFIG, UNLIMITED);
        if (spec.keptAtAnySize() && bytes != UNLIMITED) {
            shortfall(spec, "%s is %d: set it to %d".formatted(RETENTION_BYTES_CONFIG, bytes, UNLIMITED));
        }
    }

    /** Partition n of the events and of the log answers for partition n of the commands. */
    private void comparePartitions() {
        TopicState commands = states.get(Topics.COMMANDS);
        if (commands != null) {
            comparePartitions(commands, Topics.COMMAND_EVENTS);
            comparePartitions(commands, Topics.COMMAND_LOG);
        }
    }

    private void comparePartitions(TopicState commands, String name) {
        TopicState topic = states.get(name);
        if (topic != null && topic.partitions() != commands.partitions()) {
            shortfalls.add("%s: has %d partitions, and %s has %d: give both the same number"
                    .formatted(name, topic.partitions(), Topics.COMMANDS, commands.partitions()));
        }
    }

    private void tooSmall(TopicSpec spec, String key, long is, long wanted) {
        shortfall(spec, "%s is %d: set it to %d or more".formatted(key, is, wanted));
    }

    private void shortfall(TopicSpec spec, String what) {
        shortfalls.add(spec.name() + ": " + what);
    }
}
