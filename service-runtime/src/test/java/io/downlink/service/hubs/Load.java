package io.downlink.service.hubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.hub.AckLevel;
import io.downlink.hub.Bytes;
import io.downlink.hub.HubClient;
import io.downlink.hub.MethodCall;
import io.downlink.hub.OutgoingMessage;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Calls, messages and their feedback through one client, in a few lanes without a pause, until it is closed. */
final class Load implements AutoCloseable {
    private static final int LANES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HubClient client;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger feedback = new AtomicInteger();
    private final AtomicInteger receivers = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> lanes = new ArrayList<>();
    private final Cancellable receiving;
    private volatile boolean stopped;

    Load(HubClient client) {
        this.client = client;
        receiving = client.feedback(receivers::incrementAndGet)
                .subscribe()
                .with(
                        batch -> {
                            feedback.addAndGet(batch.records().size());
                            boolean _ = batch.complete();
                        },
                        failure -> failures.add("feedback: " + failure));
        for (int lane = 0; lane < LANES; lane++) {
            String device = "v-" + lane;
            lanes.add(Thread.startVirtualThread(() -> repeat(() -> client.invoke(call(device)), calls)));
            lanes.add(Thread.startVirtualThread(() -> repeat(() -> client.send(message(device)), messages)));
        }
    }

    /** Until some more of all three have come to their good end. */
    void goesOn() {
        int callsNow = calls.get();
        int messagesNow = messages.get();
        int feedbackNow = feedback.get();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(calls).hasValueGreaterThan(callsNow + 100);
            assertThat(messages).hasValueGreaterThan(messagesNow + 20);
            assertThat(feedback).hasValueGreaterThan(feedbackNow + 20);
        });
        assertThat(failures).isEmpty();
    }

    /** How often a receiver of feedback was opened. */
    int receivers() {
        return receivers.get();
    }

    @Override
    public void close() {
        stopped = true;
        lanes.forEach(Load::join);
        receiving.cancel();
        client.close();
        assertThat(failures).isEmpty();
    }

    private void repeat(Supplier<Uni<?>> once, AtomicInteger succeeded) {
        while (!stopped) {
            try {
                Object _ = once.get().await().atMost(PATIENCE);
                succeeded.incrementAndGet();
            } catch (RuntimeException e) {
                failures.add(e.toString());
            }
        }
    }

    private static MethodCall call(String device) {
        return new MethodCall(device, null, "reboot", "{}", Duration.ZERO, Duration.ofSeconds(10));
    }

    private OutgoingMessage message(String device) {
        String id = device + "-" + messages.get() + "-" + System.nanoTime();
        Instant later = Instant.now().plusSeconds(600);
        return new OutgoingMessage(device, null, id, Bytes.of(new byte[] {1}), null, Map.of(), AckLevel.FULL, later);
    }

    private static void join(Thread lane) {
        try {
            lane.join(PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
