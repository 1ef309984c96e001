package io.downlink.benchmarks.gateway;

import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.KafkaUnderTest;
import io.downlink.benchmarks.Pause;
import io.downlink.benchmarks.ServiceUnderTest;
import io.downlink.contracts.topics.Topics;
import java.time.Duration;
import java.util.List;

/** Starts the packaged gateway. */
final class GatewayUnderTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A hub that is never called. */
    static final List<String> NO_HUB = List.of(
            "-Ddownlink.hubs.default.connection-string=HostName=hub.invalid;SharedAccessKeyName=service;SharedAccessKey=bm9uZQ==");

    private GatewayUnderTest() {}

    /** Returns when it has taken over all partitions. */
    static ServiceUnderTest start(
            Checkout checkout, KafkaUnderTest kafka, List<String> jvmOptions, List<String> settings) {
        ServiceUnderTest gateway = ServiceUnderTest.start(checkout, "command-gateway", kafka, jvmOptions, settings);
        int partitions = Topics.spec(Topics.COMMANDS).partitions();
        if (!Pause.until(() -> gateway.sum("downlink_take_over_seconds_count") >= partitions, PATIENCE)) {
            throw new IllegalStateException("The gateway did not take its partitions over in " + PATIENCE);
        }
        return gateway;
    }
}
