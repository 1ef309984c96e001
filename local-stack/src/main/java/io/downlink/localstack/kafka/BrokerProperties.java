package io.downlink.localstack.kafka;

import java.nio.file.Path;
import java.util.Map;

/** The configuration of a broker that stands alone: small, quick to start, and strict about topics. */
final class BrokerProperties {
    static final int NODE_ID = 1;

    private BrokerProperties() {}

    static Map<String, String> of(Path dataDir, Listeners listeners) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("log.dirs", dataDir.toString()),
                Map.entry("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + listeners.controllerPort()),
                Map.entry("controller.listener.names", Listeners.CONTROLLER),
                Map.entry(
                        "listeners",
                        "%s://127.0.0.1:%d,%s://127.0.0.1:%d"
                                .formatted(
                                        Listeners.CLIENTS,
                                        listeners.clientPort(),
                                        Listeners.CONTROLLER,
                                        listeners.controllerPort())),
                Map.entry(
                        "advertised.listeners",
                        "%s://127.0.0.1:%d".formatted(Listeners.CLIENTS, listeners.clientPort())),

                // A topic exists because somebody created it with the partitions that it needs, or not at all.
                Map.entry("auto.create.topics.enable", "false"),

                // There is one broker, so there is one replica of everything.
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),

                // Quick to start: few internal partitions, no wait for a group's second member, frequent heartbeats.
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("broker.heartbeat.interval.ms", "100"),

                // Small: the cleaner's buffer alone is 128 MB of heap by default.
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
                Map.entry("background.threads", "2"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"));
    }
}
