package io.downlink.localstack.stack;

import io.downlink.contracts.topics.Service;
import io.downlink.localstack.console.Console;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.processes.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.kafka.clients.admin.Admin;

/** A stack that somebody else has started, here or in containers; only the devices that we work with are ours. */
public final class RunningStack {
    /** Not those that a stack starts by itself: a device has one connection, and the newer one takes it over. */
    private static final String DEVICES = "demo-";

    private static final String LOOPBACK = "127.0.0.1";
    private static final int ANSWERS_WITHIN_SECONDS = 5;
    private static final String REMEDY =
            "start a stack with ./downlink up, or in containers with ./downlink images and docker compose up -d";

    private RunningStack() {}

    /**
     * Finds it, starts a fleet for it, and says so on the console.
     *
     * @param home the checkout, built
     * @param settings where it listens, and where our own processes write
     * @param hubDirs where its hub may keep its certificate authority
     * @param processes where ours are added; whoever opened it closes it, also if this fails
     * @throws StackException if Kafka or the hub does not answer; the message says what to do
     */
    public static Stack join(
            Path home, StackSettings settings, List<Path> hubDirs, ProcessGroup processes, Console console, Clock clock)
            throws StackException, IOException, InterruptedException {
        Startup found = new Startup(console, "running");
        requireKafka(settings.kafkaPort());
        found.tell("kafka", "localhost:" + settings.kafkaPort(), "answers");
        StackSettings trusting = trusting(settings, hubDirs, clock);
        found.tell("hub", HubPorts.of(trusting), "answers");
        for (Service service : Stack.SERVICES) {
            int port = settings.services().of(service);
            found.tell(service.label(), "health :%d".formatted(port), health(port));
        }

        Fleet fleet = Fleet.of(DEVICES, processes, new Programs(home, trusting));
        ServiceProcess devices = fleet.start();
        Fleet.await(devices, new Startup(console, "starting"));
        return new Stack(processes, "localhost:" + settings.kafkaPort(), HubApi.of(trusting, clock), fleet);
    }

    private static void requireKafka(int port) throws StackException, InterruptedException {
        boolean answers = Ports.answers(LOOPBACK, port);
        if (answers) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", "localhost:" + port))) {
                var _ = admin.describeCluster().clusterId().get(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                answers = false;
            }
        }
        if (!answers) {
            throw new StackException("no Kafka answers at localhost:%d: %s".formatted(port, REMEDY));
        }
    }

    /** With the directory whose certificate authority has signed for this hub. */
    private static StackSettings trusting(StackSettings settings, List<Path> hubDirs, Clock clock)
            throws StackException, IOException {
        String address = "%s:%d".formatted(settings.hubAddress(), StackSettings.HUB_HTTPS_PORT);
        if (!Ports.answers(settings.hubAddress(), StackSettings.HUB_HTTPS_PORT)) {
            throw new StackException("no hub answers at %s: %s".formatted(address, REMEDY));
        }
        for (Path hubDir : hubDirs) {
            StackSettings candidate = new StackSettings(
                    settings.dir(), hubDir, settings.kafkaPort(), settings.hubAddress(), settings.services());
            if (Files.exists(candidate.caFile()) && isUp(candidate, clock)) {
                return candidate;
            }
        }
        throw new StackException(
                "the hub at %s is not signed for by a ca.pem in %s: name the directory of its certificate with --hub-dir"
                        .formatted(address, hubDirs));
    }

    private static boolean isUp(StackSettings settings, Clock clock) throws StackException, IOException {
        try {
            return HubApi.of(settings, clock).isUp();
        } catch (SSLException foreign) {
            return false; // left there by another hub
        } catch (IOException e) {
            throw new StackException("the hub at %s:%d does not answer as Downlink's own would (%s): %s"
                    .formatted(settings.hubAddress(), StackSettings.HUB_HTTPS_PORT, e.getMessage(), REMEDY));
        }
    }

    private static String health(int port) {
        try {
            return new Health().isReady(port) ? "ready" : "not ready";
        } catch (IOException e) {
            return "no answer here"; // its port need not be reachable from this machine
        }
    }
}
