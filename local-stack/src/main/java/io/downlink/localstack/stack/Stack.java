package io.downlink.localstack.stack;

import io.downlink.contracts.topics.TopicAdmin;
import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.DevelopmentKeys;
import io.downlink.localstack.console.Console;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.processes.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;

/**
 * Kafka, the hub, the gateway and a fleet of devices, running as processes.
 *
 * @param processes all of them
 * @param programs how one more is started
 * @param settings where they listen and write
 * @param bootstrapServers Kafka
 * @param hub the hub, past Downlink
 */
public record Stack(
        ProcessGroup processes, Programs programs, StackSettings settings, String bootstrapServers, HubApi hub)
        implements AutoCloseable {

    /** The devices of the fleet. */
    public static final String DEVICES = "pump-1..pump-22";
    /** The one of them that is registered, and stays away. */
    public static final String OFFLINE_DEVICE = "pump-9";

    private static final Pattern KAFKA_READY = Pattern.compile("^ready (\\S+:\\d+)$");
    private static final Pattern FLEET_READY = Pattern.compile("^ready (\\d+) devices");
    private static final Duration KAFKA_ANSWERS_WITHIN = Duration.ofSeconds(30);

    /**
     * Starts everything, and says so on the console.
     *
     * @param home the checkout, built
     * @param processes where the processes are added; whoever opened it closes it, also if this fails
     * @throws StackException if a port is taken, or something does not start
     */
    public static Stack start(Path home, StackSettings settings, ProcessGroup processes, Console console, Clock clock)
            throws StackException, IOException, InterruptedException {
        requirePorts(settings);
        Programs programs = new Programs(home, settings);
        Startup startup = new Startup(console);

        ServiceProcess kafka = processes.start(programs.kafka());
        ServiceProcess emulator = processes.start(programs.hub());
        startup.await(
                kafka,
                "ready",
                () -> kafka.log().find(KAFKA_READY).map(ready -> ready.group(1).replace("127.0.0.1", "localhost")));
        String bootstrapServers =
                kafka.log().find(KAFKA_READY).map(ready -> ready.group(1)).orElseThrow();
        createTopics(bootstrapServers);
        SharedAccess owner = new SharedAccess(settings.hubAddress(), "iothubowner", DevelopmentKeys.IOTHUBOWNER, clock);
        startup.await(
                emulator,
                "ready",
                () -> hub(settings, owner).isUp() ? Optional.of(hubPorts(settings)) : Optional.empty());

        // The last one is stopped first: a gateway that stops waits for the answers of its devices.
        ServiceProcess fleet = processes.start(programs.fleet("device-simulator", DEVICES, List.of(OFFLINE_DEVICE)));
        ServiceProcess gateway = processes.start(programs.gateway(bootstrapServers));
        Health health = new Health();
        startup.await(
                gateway,
                "ready",
                () -> health.isReady(settings.gatewayPort())
                        ? Optional.of("health :%d   policy service".formatted(settings.gatewayPort()))
                        : Optional.empty());
        startup.await(
                fleet,
                "connected",
                () -> fleet.log().find(FLEET_READY).map(ready -> ready.group(1) + " devices over MQTT"));
        return new Stack(processes, programs, settings, bootstrapServers, hub(settings, owner));
    }

    /** Starts a fleet of its own for the device that stays away; it is connected when this returns. */
    public ServiceProcess connectOfflineDevice() throws StackException, IOException, InterruptedException {
        ServiceProcess late = processes.start(programs.fleet("late-device", OFFLINE_DEVICE, List.of()));
        Startup.until(late, () -> late.log().find(FLEET_READY).map(_ -> "connected"));
        return late;
    }

    /** What ended although nobody asked it to, a line for each. */
    public List<String> ended() {
        return processes.processes().stream()
                .filter(process -> process.ended().isPresent())
                .map(Endings::describe)
                .toList();
    }

    @Override
    public void close() throws IOException {
        processes.close();
    }

    private static void requirePorts(StackSettings settings) throws StackException {
        if (settings.kafkaPort() != 0) {
            Ports.require("127.0.0.1", settings.kafkaPort(), "Kafka");
        }
        Ports.require(settings.hubAddress(), StackSettings.HUB_HTTPS_PORT, "the hub");
        Ports.require(settings.hubAddress(), StackSettings.HUB_AMQPS_PORT, "the hub");
        Ports.require(settings.hubAddress(), StackSettings.HUB_MQTTS_PORT, "the hub");
        Ports.require("127.0.0.1", settings.gatewayPort(), "command-gateway");
    }

    private static void createTopics(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var _ = new TopicAdmin(admin, KAFKA_ANSWERS_WITHIN).create(Topics.all());
        }
    }

    private static HubApi hub(StackSettings settings, SharedAccess owner) throws IOException {
        return HubApi.at(settings.hubAddress(), owner, settings.caFile());
    }

    private static String hubPorts(StackSettings settings) {
        boolean standard = Ports.answers(settings.hubAddress(), StackSettings.HTTPS_STANDARD_PORT);
        return "%s  %d %d %d (443: %s)"
                .formatted(
                        settings.hubAddress(),
                        StackSettings.HUB_AMQPS_PORT,
                        StackSettings.HUB_MQTTS_PORT,
                        StackSettings.HUB_HTTPS_PORT,
                        standard ? "yes" : "no");
    }
}
