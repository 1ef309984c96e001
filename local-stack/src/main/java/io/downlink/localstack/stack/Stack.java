package io.downlink.localstack.stack;

import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.TopicAdmin;
import io.downlink.contracts.topics.Topics;
import io.downlink.localstack.console.Console;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.processes.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;

/**
 * Kafka, the hub, the services and a fleet of devices, as processes.
 *
 * @param processes those of them that are ours
 * @param bootstrapServers Kafka
 * @param hub the hub, past Downlink
 * @param fleet the devices
 */
public record Stack(ProcessGroup processes, String bootstrapServers, HubApi hub, Fleet fleet) {

    static final List<Service> SERVICES = List.of(Service.values());

    private static final String DEVICES = "pump-";
    private static final Pattern KAFKA_READY = Pattern.compile("^ready (\\S+:\\d+)$");
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
        Startup startup = new Startup(console, "starting");

        ServiceProcess kafka = processes.start(programs.kafka());
        ServiceProcess emulator = processes.start(programs.hub());
        startup.await(
                kafka,
                "ready",
                () -> kafka.log().find(KAFKA_READY).map(ready -> ready.group(1).replace("127.0.0.1", "localhost")));
        String bootstrapServers =
                kafka.log().find(KAFKA_READY).map(ready -> ready.group(1)).orElseThrow();
        createTopics(bootstrapServers);
        startup.await(
                emulator,
                "ready",
                () -> HubApi.of(settings, clock).isUp() ? Optional.of(HubPorts.of(settings)) : Optional.empty());

        // The last one is stopped first: a gateway that stops waits for the answers of its devices.
        Fleet fleet = Fleet.of(DEVICES, processes, programs);
        ServiceProcess devices = fleet.start();
        List<ServiceProcess> services = new ArrayList<>();
        for (Service service : SERVICES) {
            services.add(processes.start(programs.service(service, bootstrapServers)));
        }
        Health health = new Health();
        for (int i = 0; i < SERVICES.size(); i++) {
            int port = settings.services().of(SERVICES.get(i));
            startup.await(
                    services.get(i),
                    "ready",
                    () -> health.isReady(port)
                            ? Optional.of("health :%d   policy service".formatted(port))
                            : Optional.empty());
        }
        Fleet.await(devices, startup);
        return new Stack(processes, bootstrapServers, HubApi.of(settings, clock), fleet);
    }

    /** What ended although nobody asked it to, a line for each. */
    public List<String> ended() {
        return processes.processes().stream()
                .filter(process -> process.ended().isPresent())
                .map(Endings::describe)
                .toList();
    }

    private static void requirePorts(StackSettings settings) throws StackException {
        if (settings.kafkaPort() != 0) {
            Ports.require("127.0.0.1", settings.kafkaPort(), "Kafka");
        }
        Ports.require(settings.hubAddress(), StackSettings.HUB_HTTPS_PORT, "the hub");
        Ports.require(settings.hubAddress(), StackSettings.HUB_AMQPS_PORT, "the hub");
        Ports.require(settings.hubAddress(), StackSettings.HUB_MQTTS_PORT, "the hub");
        for (Service service : SERVICES) {
            Ports.require("127.0.0.1", settings.services().of(service), service.label());
        }
    }

    private static void createTopics(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var _ = new TopicAdmin(admin, KAFKA_ANSWERS_WITHIN).create(Topics.all());
        }
    }
}
