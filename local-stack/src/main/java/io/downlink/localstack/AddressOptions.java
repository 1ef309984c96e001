package io.downlink.localstack;

import io.downlink.localstack.stack.ServicePorts;
import io.downlink.localstack.stack.StackSettings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a stack that others use listens. */
final class AddressOptions {
    private static final int DEFAULT_KAFKA_PORT = 9092;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "" + DEFAULT_KAFKA_PORT,
            description = "${DEFAULT-VALUE}")
    private int kafkaPort = DEFAULT_KAFKA_PORT;

    @Option(
            names = "--hub-address",
            paramLabel = "127.x.y.z",
            defaultValue = "127.0.0.1",
            description = "${DEFAULT-VALUE}")
    private String hubAddress = "127.0.0.1";

    @Option(
            names = "--gateway-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Health, metrics: ${DEFAULT-VALUE}")
    private int gatewayPort = 8081;

    @Option(
            names = "--collector-port",
            paramLabel = "PORT",
            defaultValue = "8082",
            description = "Health, metrics: ${DEFAULT-VALUE}")
    private int collectorPort = 8082;

    @Option(
            names = "--orchestrator-port",
            paramLabel = "PORT",
            defaultValue = "8083",
            description = "Health, metrics, REST: ${DEFAULT-VALUE}")
    private int orchestratorPort = 8083;

    /** @param dir the directory of everything that is written */
    StackSettings settings(Path dir) {
        return StackSettings.in(
                dir, kafkaPort, hubAddress, new ServicePorts(gatewayPort, collectorPort, orchestratorPort));
    }

    /** What {@code send} and the like must be told to reach this stack's Kafka: nothing where it is at their own default. */
    String kafkaArgument() {
        return kafkaPort == DEFAULT_KAFKA_PORT ? "" : " --bootstrap-server localhost:" + kafkaPort;
    }
}
