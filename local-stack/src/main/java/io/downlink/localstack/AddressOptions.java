package io.downlink.localstack;

import io.downlink.localstack.stack.ServicePorts;
import io.downlink.localstack.stack.StackSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a stack that others use listens. */
final class AddressOptions {
    private static final int DEFAULT_KAFKA_PORT = 9092;
    private static final int PORT_MAX = 65_535;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create(); // picocli sets it

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

    /**
     * @param dir the directory of everything that is written
     * @throws ParameterException if nothing can listen there
     */
    StackSettings settings(Path dir) {
        checkHubAddress();
        checkPorts();
        return StackSettings.in(
                dir, kafkaPort, hubAddress, new ServicePorts(gatewayPort, collectorPort, orchestratorPort));
    }

    /** What {@code send} and the like must be told to reach this stack's Kafka: nothing where it is at their own default. */
    String kafkaArgument() {
        return kafkaPort == DEFAULT_KAFKA_PORT ? "" : " --bootstrap-server localhost:" + kafkaPort;
    }

    private void checkHubAddress() {
        if (!hubAddress.matches("127(\\.\\d{1,3}){3}")) {
            throw refused(
                    "--hub-address is %s: it must be a loopback address, such as 127.0.0.1".formatted(hubAddress));
        }
    }

    private void checkPorts() {
        Map<Integer, String> taken = new TreeMap<>();
        Map.of(
                        "--kafka-port", kafkaPort,
                        "--gateway-port", gatewayPort,
                        "--collector-port", collectorPort,
                        "--orchestrator-port", orchestratorPort)
                .forEach((name, port) -> {
                    if (port < 1 || port > PORT_MAX) {
                        throw refused("%s is %d: a port is 1 to %d".formatted(name, port, PORT_MAX));
                    }
                    String other = taken.put(port, name);
                    if (other != null) {
                        throw refused("%s and %s are both %d: give each its own".formatted(other, name, port));
                    }
                });
    }

    private ParameterException refused(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
