package io.downlink.localstack.campaign;

import io.downlink.contracts.topics.Service;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.stack.Health;
import io.downlink.localstack.stack.Ports;
import io.downlink.localstack.stack.Programs;
import io.downlink.localstack.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The processes of a campaign on feedback: fleets that settle messages in each way, a gateway, two collectors. */
final class FeedbackSite {
    static final int REPLICAS = 2;

    /** As the simulator's option has them. */
    private static final List<String> SETTLEMENTS = List.of("complete", "reject", "abandon");

    private final CampaignSettings settings;
    private final Ground ground;
    private final List<Role> fleets = new ArrayList<>();
    private final Role gateway;
    private final List<Role> collectors = new ArrayList<>();

    FeedbackSite(Path home, CampaignSettings settings, ProcessGroup processes, Clock clock) {
        this.settings = settings;
        this.ground = new Ground(home, settings.stack(), List.of(), processes, clock);
        Programs programs = new Programs(home, settings.stack());
        for (String settlement : SETTLEMENTS) {
            fleets.add(new Role(
                    programs.fleet(settlement, String.join(",", devicesThat(settlement)), "--messages", settlement),
                    processes,
                    Ground::saysThatItIsReady));
        }
        Health health = new Health();
        int gatewayPort = Ports.lasting();
        gateway = new Role(
                programs.service("gateway", Service.COMMAND_GATEWAY, gatewayPort, ground.bootstrapServers(), List.of()),
                processes,
                _ -> health.isReady(gatewayPort));
        for (int number = 1; number <= REPLICAS; number++) {
            int port = Ports.lasting();
            collectors.add(new Role(
                    programs.service(
                            "collector-" + number,
                            Service.FEEDBACK_COLLECTOR,
                            port,
                            ground.bootstrapServers(),
                            collector()),
                    processes,
                    _ -> health.isReady(port)));
        }
    }

    /** What lets many crashes fit into minutes, and a message become overdue within one. */
    private List<String> collector() {
        return List.of(
                "-XX:TieredStopAtLevel=1", // none lives long enough for more
                "-Dkafka.session.timeout.ms=" + settings.sessionTimeout().toMillis(),
                "-Dkafka.heartbeat.interval.ms="
                        + settings.sessionTimeout().dividedBy(4).toMillis(),
                "-Ddownlink.collector.retry.pause-longest=2s",
                "-Ddownlink.collector.lost.feedback-life=20s",
                "-Ddownlink.collector.lost.overdue-by=5s");
    }

    /** Starts all but the second collector. */
    void start() throws StackException, IOException, InterruptedException {
        ground.start();
        List<Role> others = Stream.concat(fleets.stream(), Stream.of(gateway, collectors.getFirst()))
                .toList();
        for (Role role : others) {
            role.start();
        }
        for (Role role : others) {
            Ground.await(role);
        }
    }

    Ground ground() {
        return ground;
    }

    List<Role> collectors() {
        return collectors;
    }

    List<Role> all() {
        return Stream.of(ground.all(), List.of(gateway), fleets, collectors)
                .flatMap(List::stream)
                .toList();
    }

    List<String> devices() {
        return SETTLEMENTS.stream()
                .flatMap(settlement -> devicesThat(settlement).stream())
                .toList();
    }

    /** Half of them complete, a quarter each does the others. */
    private List<String> devicesThat(String settlement) {
        Map<String, Integer> shares = Map.of("complete", 2, "reject", 4, "abandon", 4);
        int number = Math.max(1, settings.devices() / shares.getOrDefault(settlement, 1));
        return IntStream.rangeClosed(1, number)
                .mapToObj(device -> settlement + "-" + device)
                .toList();
    }
}
