package io.downlink.localstack.stack;

import io.downlink.contracts.topics.Service;
import io.downlink.emulator.DevelopmentKeys;
import io.downlink.localstack.processes.Application;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How each program of the stack is started from a checkout that has been built.
 *
 * @param home the checkout
 * @param settings where the programs listen, and keep what they write
 */
public record Programs(Path home, StackSettings settings) {
    private static final String VERSION = "0.1.0-SNAPSHOT";

    public Application kafka() {
        return plain(
                "kafka",
                "local-stack",
                "downlink-local-stack",
                "io.downlink.localstack.kafka.KafkaBroker",
                List.of(settings.dir().resolve("kafka").toString(), Integer.toString(settings.kafkaPort())));
    }

    Application hub() {
        return hub(List.of());
    }

    /** @param more further options of the emulator */
    public Application hub(List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--address",
                settings.hubAddress(),
                "--https-port",
                Integer.toString(StackSettings.HUB_HTTPS_PORT),
                "--amqps-port",
                Integer.toString(StackSettings.HUB_AMQPS_PORT),
                "--mqtts-port",
                Integer.toString(StackSettings.HUB_MQTTS_PORT),
                "--data",
                settings.hubDir().toString()));
        arguments.addAll(more);
        return plain("hub", "hub-emulator", "downlink-iot-hub-emulator", "io.downlink.emulator.Main", arguments);
    }

    Application service(Service service, String bootstrapServers) {
        return service(service.label(), service, settings.services().of(service), bootstrapServers, List.of());
    }

    /**
     * @param name what this replica is called: there can be several
     * @param port for health and metrics
     * @param more further options of its JVM, such as settings
     */
    public Application service(String name, Service service, int port, String bootstrapServers, List<String> more) {
        List<String> command = java("-Xmx256m");
        command.addAll(List.of(
                "-Dkafka.bootstrap.servers=" + bootstrapServers,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Ddownlink.hubs.default.connection-string=" + connectionString("service", DevelopmentKeys.SERVICE),
                "-Ddownlink.hubs.default.https-port=" + StackSettings.HUB_HTTPS_PORT,
                "-Ddownlink.hubs.default.ca-file=" + settings.caFile()));
        command.addAll(impatience(service));
        command.addAll(more);
        command.addAll(List.of(
                "-jar",
                home.resolve(service.label())
                        .resolve("target/quarkus-app/quarkus-run.jar")
                        .toString()));
        return application(name, command);
    }

    /** What is quicker here than it should be in production. */
    private static List<String> impatience(Service service) {
        return switch (service) {
            case COMMAND_GATEWAY ->
                List.of("-Ddownlink.gateway.drain=10s"); // shorter than the patience of whoever stops it
            case FEEDBACK_COLLECTOR -> List.of();
            case JOB_ORCHESTRATOR -> List.of("-Ddownlink.jobs.poll-interval=PT0.5S");
        };
    }

    /**
     * @param name what this fleet is called: there can be several
     * @param offline those of the devices that are registered, but do not connect
     */
    public Application fleet(String name, String devices, List<String> offline) {
        return fleet(
                name,
                devices,
                offline.stream()
                        .flatMap(device -> Stream.of("--offline", device))
                        .toArray(String[]::new));
    }

    /** @param more further options of the simulator */
    public Application fleet(String name, String devices, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--hub",
                connectionString("registryReadWrite", DevelopmentKeys.REGISTRY_READ_WRITE),
                "--https-port",
                Integer.toString(StackSettings.HUB_HTTPS_PORT),
                "--ca-file",
                settings.caFile().toString(),
                "--record-dir",
                settings.deviceRecords().toString(),
                "--devices",
                devices));
        arguments.addAll(List.of(more));
        return plain(name, "device-simulator", "downlink-device-simulator", "io.downlink.simulator.Main", arguments);
    }

    private String connectionString(String policy, String key) {
        return "HostName=%s;SharedAccessKeyName=%s;SharedAccessKey=%s".formatted(settings.hubAddress(), policy, key);
    }

    private Application plain(String name, String module, String artifact, String main, List<String> arguments) {
        Path target = home.resolve(module).resolve("target");
        List<String> command = java("-Xmx256m");
        command.addAll(List.of(
                "-cp",
                target.resolve(artifact + "-" + VERSION + ".jar") + File.pathSeparator + target.resolve("lib") + "/*",
                main));
        command.addAll(arguments);
        return application(name, command);
    }

    private Application application(String name, List<String> command) {
        return new Application(name, command, settings.dir().resolve(name + ".log"));
    }

    /** Small, so that all of them fit a laptop, and silent about what the JDK thinks of libraries. */
    private static List<String> java(String heap) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-Duser.home=" + System.getProperty("user.home"),
                "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    }
}
