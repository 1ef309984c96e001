package io.downlink.localstack.campaign;

import io.downlink.contracts.topics.Service;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.stack.Health;
import io.downlink.localstack.stack.HubApi;
import io.downlink.localstack.stack.Ports;
import io.downlink.localstack.stack.Programs;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The processes of a campaign: Kafka, a hub that forgets nothing, two fleets, three replicas of the gateway. */
final class Site {
    static final int REPLICAS = 3;
    private static final String DEVICES = "pump-";
    private static final int FLEETS = 2;

    private final CampaignSettings settings;
    private final Ground ground;
    private final List<Role> fleets = new ArrayList<>();
    private final List<Role> gateways = new ArrayList<>();

    Site(Path home, CampaignSettings settings, ProcessGroup processes, Clock clock) {
        this.settings = settings;
        this.ground = new Ground(home, settings.stack(), List.of(), processes, clock);
        Programs programs = new Programs(home, settings.stack());
        for (int number = 0; number < FLEETS; number++) {
            fleets.add(new Role(
                    programs.fleet(
                            "devices-" + (number + 1),
                            String.join(",", devicesOf(number)),
                            "--latency",
                            "PT0.05S",
                            "--jitter",
                            "PT0.6S",
                            "--seed",
                            Long.toString(settings.seed())),
                    processes,
                    Ground::saysThatItIsReady));
        }
        Health health = new Health();
        for (int number = 1; number <= REPLICAS; number++) {
            int port = Ports.lasting();
            gateways.add(new Role(
                    programs.service(
                            gatewayName(number), Service.COMMAND_GATEWAY, port, bootstrapServers(), gateway(number)),
                    processes,
                    _ -> health.isReady(port)));
        }
    }

    private static String gatewayName(int number) {
        return "gateway-" + number;
    }

    /** What lets a hundred crashes fit into less than an hour, and tells the replicas apart. */
    private List<String> gateway(int number) {
        return List.of(
                "-XX:TieredStopAtLevel=1", // none lives long enough for more
                "-Dkafka.session.timeout.ms=" + settings.sessionTimeout().toMillis(),
                "-Dkafka.heartbeat.interval.ms="
                        + settings.sessionTimeout().dividedBy(4).toMillis(),
                "-Dmp.messaging.incoming.commands.client.id=" + gatewayName(number),
                "-Ddownlink.requests.response-timeout=5s",
                "-Ddownlink.gateway.retry.pause-longest=5s");
    }

    /** Starts all but the second and third replica. */
    void start() throws StackException, IOException, InterruptedException {
        ground.start();
        for (Role fleet : fleets) {
            fleet.start();
        }
        Role first = gateways.getFirst();
        first.start();
        await(first);
        for (Role fleet : fleets) {
            await(fleet);
        }
    }

    static void await(Role role) throws StackException, InterruptedException {
        Ground.await(role);
    }

    String bootstrapServers() {
        return ground.bootstrapServers();
    }

    /** @throws IOException before the hub's first start */
    HubApi hubApi() throws IOException {
        return ground.hubApi();
    }

    Role kafka() {
        return ground.kafka();
    }

    Role hub() {
        return ground.hub();
    }

    List<Role> fleets() {
        return fleets;
    }

    List<Role> gateways() {
        return gateways;
    }

    List<Role> all() {
        return Stream.of(ground.all(), fleets, gateways).flatMap(List::stream).toList();
    }

    /** All devices. */
    List<String> devices() {
        return IntStream.rangeClosed(1, settings.devices())
                .mapToObj(number -> DEVICES + number)
                .toList();
    }

    /** Those that end when that fleet does. */
    List<String> devicesOf(int fleet) {
        return devices().stream()
                .filter(device -> Integer.parseInt(device.substring(DEVICES.length())) % FLEETS == fleet)
                .toList();
    }

    StackSettings settings() {
        return settings.stack();
    }
}
