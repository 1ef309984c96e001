package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobStatus;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is killed again and again while unmodified SDKs and bare devices use it. */
class KillIT {
    private static final String ADDRESS = "127.66.0.1";
    private static final int LIVES = 4;
    private static final List<String> CONNECTED = List.of("kept-0", "kept-1", "kept-2", "kept-3");
    private static final List<String> OFFLINE = List.of("offline-0", "offline-1");

    @TempDir
    private Path directory;

    @Test
    void shouldForgetNothingThatItAcknowledged() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        AcceptedWork accepted = new AcceptedWork(ADDRESS, CONNECTED, OFFLINE);
        Map<String, KeptDevice> devices = new HashMap<>();
        try {
            for (int life = 0; life < LIVES; life++) {
                try (HubProcess hub = start()) {
                    if (life == 0) {
                        register(devices);
                    }
                    try (AcceptedWork.Load _ = accepted.load(life)) {
                        letItRun(Duration.ofMillis(random.nextInt(2_500)));
                        hub.kill();
                    }
                }
            }
            assertThat(accepted.messages()).as("seed %d", seed).hasSizeGreaterThan(10 * LIVES);

            try (HubProcess _ = start()) {
                check(accepted, devices, "seed " + seed);
            }
        } finally {
            for (KeptDevice device : devices.values()) {
                device.close();
            }
        }
    }

    @Test
    void shouldRefuseASecondHubAndNameTheFirst() throws Exception {
        try (HubProcess hub = start()) {
            Process second = HubProcess.launch(
                    "127.66.0.2", "--state", directory.resolve("state").toString());
            String errors = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(errors)
                    .contains("belongs to a running hub, process " + hub.pid())
                    .doesNotContain("\tat ");
        }
    }

    private HubProcess start() {
        HubProcess hub =
                HubProcess.start(ADDRESS, "--state", directory.resolve("state").toString());
        HttpsURLConnection.setDefaultSSLSocketFactory(trust().getSocketFactory());
        return hub;
    }

    private static SSLContext trust() {
        return TestHub.trust(TestHub.DATA_DIR.resolve("ca.pem"));
    }

    private static void register(Map<String, KeptDevice> devices) throws Exception {
        RegistryClient registry = new RegistryClient(AcceptedWork.httpsHost(ADDRESS), AcceptedWork.owner(ADDRESS));
        for (String id : CONNECTED) {
            Device device = registry.addDevice(new Device(id));
            devices.put(id, new KeptDevice(ADDRESS, id, device.getPrimaryKey(), trust()));
        }
        for (String id : OFFLINE) {
            registry.addDevice(new Device(id));
        }
    }

    private static void check(AcceptedWork accepted, Map<String, KeptDevice> devices, String seed) throws Exception {
        RegistryClient registry = new RegistryClient(AcceptedWork.httpsHost(ADDRESS), AcceptedWork.owner(ADDRESS));
        for (String id : OFFLINE) {
            devices.put(id, new KeptDevice(ADDRESS, id, registry.getDevice(id).getPrimaryKey(), trust()));
        }
        try (AcceptedWork.Feedback _ = accepted.receiveFeedback()) {
            for (Map.Entry<String, KeptDevice> device : devices.entrySet()) {
                List<String> sent = accepted.messagesTo(device.getKey());
                await().untilAsserted(() -> assertThat(device.getValue().received())
                        .as("%s, %s", device.getKey(), seed)
                        .containsAll(sent)
                        .doesNotContain("the session was forgotten"));
                assertThat(firsts(device.getValue().received()))
                        .as("in order, %s", seed)
                        .containsSubsequence(sent);
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(accepted.told()).as(seed).containsAll(accepted.messages()));
        }
        for (Device device : accepted.devices()) {
            Device present = registry.getDevice(device.getDeviceId());
            assertThat(present.getGenerationId()).as(seed).isEqualTo(device.getGenerationId());
            assertThat(present.getPrimaryKey()).as(seed).isEqualTo(device.getPrimaryKey());
            assertThat(present.getETag()).as(seed).isEqualTo(device.getETag());
        }
        for (String job : accepted.jobs()) {
            assertThat(accepted.job(job)).as("%s, %s", job, seed).isNotEqualTo(ScheduledJobStatus.unknown);
        }
        for (String job : accepted.cancelled()) {
            assertThat(accepted.job(job)).as("%s, %s", job, seed).isEqualTo(ScheduledJobStatus.cancelled);
        }
        assertThat(accepted.tagOf("kept-0")).as(seed).isGreaterThanOrEqualTo(accepted.tag());
        for (String id : CONNECTED) {
            KeptDevice device = Objects.requireNonNull(devices.get(id));
            device.close(); // and reports no more
            assertThat(device.reported()).as("reports of %s, %s", id, seed).isPositive();
            assertThat(accepted.reportedBy(id))
                    .as("reports of %s, %s", id, seed)
                    .isGreaterThanOrEqualTo(device.reported());
        }
    }

    /** Without the repetitions: a message may come again, but not before those that were sent before it. */
    private static List<String> firsts(List<String> received) {
        return List.copyOf(new LinkedHashSet<>(received));
    }

    private static void letItRun(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }
}
