package io.downlink.localstack.campaign;

import io.downlink.contracts.topics.TopicAdmin;
import io.downlink.contracts.topics.Topics;
import io.downlink.localstack.processes.LogFile;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.stack.HubApi;
import io.downlink.localstack.stack.Programs;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** What every campaign stands on: Kafka with its topics, and a hub that forgets nothing. */
final class Ground {
    private static final Pattern READY = Pattern.compile("^ready ");
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration KAFKA_ANSWERS_WITHIN = Duration.ofSeconds(30);

    private final StackSettings settings;
    private final Clock clock;
    private final Role kafka;
    private final Role hub;
    private @Nullable HubApi hubApi;

    /** @param hubOptions further options of the emulator */
    Ground(Path home, StackSettings settings, List<String> hubOptions, ProcessGroup processes, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        Programs programs = new Programs(home, settings);
        kafka = new Role(programs.kafka(), processes, Ground::saysThatItIsReady);
        List<String> state =
                List.of("--state", settings.dir().resolve("hub-state").toString(), "--no-443");
        hub = new Role(
                programs.hub(Stream.concat(state.stream(), hubOptions.stream()).toList()),
                processes,
                _ -> hubApi().isUp());
    }

    void start() throws StackException, IOException, InterruptedException {
        kafka.start();
        hub.start();
        await(kafka);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            var _ = new TopicAdmin(admin, KAFKA_ANSWERS_WITHIN).create(Topics.all());
        }
        await(hub);
    }

    static void await(Role role) throws StackException, InterruptedException {
        Patience.require(READY_WITHIN, "readiness of " + role.name(), role::describe, role::isReady);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + settings.kafkaPort();
    }

    /** @throws IOException before the hub's first start */
    synchronized HubApi hubApi() throws IOException {
        if (hubApi == null) {
            hubApi = HubApi.of(settings, clock);
        }
        return hubApi;
    }

    Role kafka() {
        return kafka;
    }

    Role hub() {
        return hub;
    }

    List<Role> all() {
        return List.of(kafka, hub);
    }

    static boolean saysThatItIsReady(LogFile log) {
        return log.find(READY).isPresent();
    }
}
