package io.downlink.emulator.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.sun.management.UnixOperatingSystemMXBean;
import io.downlink.emulator.HttpClientOf;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.SdkDevice;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.fuzz.Fuzzer.Tally;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Ten seconds of it in every build. For longer: {@code -Dit.test=FuzzIT -Dfuzz.duration=PT10M}, with {@code -Dfuzz.seed=N} to
 * begin as another run did.
 */
class FuzzIT {
    private static final Duration DURATION = Duration.parse(System.getProperty("fuzz.duration", "PT10S"));
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final int THREADS = 8;

    /** Of what is left when all is over: what the JVM has opened for itself meanwhile. */
    private static final int FILES_LEFT_MAX = 40;

    private static final long BYTES_LEFT_MAX = 96L << 20;
    private static final String CALL = "{\"methodName\":\"ping\",\"responseTimeoutInSeconds\":30}";

    private final LoggedDefects defects = new LoggedDefects();
    private HubEmulator hub;
    private SdkDevice bystander;

    @BeforeEach
    void start() {
        hub = TestHub.start("127.70.0.1");
        TestHub.register(hub, Conversations.DEVICE);
        bystander = SdkDevice.connect(hub, TestHub.register(hub, "bystander"))
                .answering((_, _) -> new DirectMethodResponse(200, null));
        defects.listen();
    }

    @AfterEach
    void stop() {
        defects.close();
        bystander.close();
        hub.close();
    }

    @Test
    void shouldServeOthersWhateverSomebodySends() throws Exception {
        // given
        callBystander();
        long files = openFiles();
        long heap = usedHeap();
        long calls = 0;

        // when
        long endsAt = System.nanoTime() + DURATION.toNanos();
        List<Conversation> conversations = new Conversations(hub).all();
        List<Fuzzer> fuzzers = LongStream.range(0, THREADS)
                .mapToObj(thread -> new Fuzzer(hub, conversations, SEED + thread, endsAt))
                .toList();
        List<Thread> threads = fuzzers.stream()
                .map(fuzzer -> Thread.ofPlatform().start(fuzzer))
                .toList();
        while (System.nanoTime() < endsAt) {
            callBystander();
            calls++;
        }
        for (Thread thread : threads) {
            thread.join();
        }
        report(fuzzers, calls);

        // then
        callBystander();
        assertThat(bystander.called()).as("none of its calls was repeated").hasSize(Math.toIntExact(calls) + 2);
        assertThat(defects.seen()).as("seed %d", SEED).isEmpty();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(hub.hub().registry().counts().connected()).isEqualTo(1));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(openFiles()).isLessThan(files + FILES_LEFT_MAX));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(usedHeap()).isLessThan(heap + BYTES_LEFT_MAX));
    }

    private void callBystander() throws Exception {
        try (HttpClientOf client = new HttpClientOf(hub)) {
            assertThat(client.send("POST", "/twins/bystander/methods?api-version=2021-04-12", CALL)
                            .statusCode())
                    .as("seed %d", SEED)
                    .isEqualTo(200);
        }
    }

    private static void report(List<Fuzzer> fuzzers, long calls) {
        Map<String, Tally> all = new TreeMap<>();
        fuzzers.forEach(fuzzer -> fuzzer.tallies().forEach((name, tally) -> all.merge(name, tally, Tally::and)));
        System.out.printf("fuzzed for %s, seed %d; calls to a bystander meanwhile: %,d%n", DURATION, SEED, calls);
        all.forEach((name, tally) -> System.out.printf("  %-48s %s%n", name, tally));
        System.out.printf("  %-48s %s%n", "all", all.values().stream().reduce(Tally.NONE, Tally::and));
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    @SuppressWarnings("System.GC") // what nobody holds any more is not counted
    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
