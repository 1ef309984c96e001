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
import java.util.stream.Stream;

/** The processes of a campaign with jobs: Kafka, a hub that forgets nothing, two replicas of the orchestrator. */
final class JobsSite {
    static final int REPLICAS = 2;

    private final Ground ground;
    private final List<Role> orchestrators = new ArrayList<>();

    JobsSite(Path home, JobsCampaignSettings settings, ProcessGroup processes, Clock clock) {
        ground = new Ground(
                home,
                settings.stack(),
                List.of("--virtual", "door-1..%d,latency=5ms..60ms,offline=0.1".formatted(settings.devices())),
                processes,
                clock);
        Programs programs = new Programs(home, settings.stack());
        Health health = new Health();
        for (int number = 1; number <= REPLICAS; number++) {
            int port = Ports.lasting();
            orchestrators.add(new Role(
                    programs.service(
                            "orchestrator-" + number,
                            Service.JOB_ORCHESTRATOR,
                            port,
                            ground.bootstrapServers(),
                            options(settings)),
                    processes,
                    _ -> health.isReady(port)));
        }
    }

    private static List<String> options(JobsCampaignSettings settings) {
        return List.of(
                "-XX:TieredStopAtLevel=1", // none lives long enough for more
                "-Dmp.messaging.incoming.jobs.session.timeout.ms="
                        + settings.sessionTimeout().toMillis(),
                "-Dmp.messaging.incoming.jobs.heartbeat.interval.ms="
                        + settings.sessionTimeout().dividedBy(4).toMillis(),
                "-Ddownlink.jobs.queries-per-minute=240");
    }

    /** Starts all but the second replica. */
    void start() throws StackException, IOException, InterruptedException {
        ground.start();
        startOrchestrator(1);
    }

    /** @param number from 1 */
    void startOrchestrator(int number) throws StackException, IOException, InterruptedException {
        Role orchestrator = orchestrators.get(number - 1);
        orchestrator.start();
        Ground.await(orchestrator);
    }

    Ground ground() {
        return ground;
    }

    List<Role> orchestrators() {
        return orchestrators;
    }

    List<Role> all() {
        return Stream.of(ground.all(), orchestrators).flatMap(List::stream).toList();
    }
}
