package io.downlink.emulator.state;

import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.Change;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.ClientSnapshot;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.FakeConnection;
import io.downlink.emulator.hub.FeedbackBatch;
import io.downlink.emulator.hub.FeedbackReceiver;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.IdentitySpec;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.ManualTime;
import io.downlink.emulator.hub.MessagingRules;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Subscription;
import io.downlink.emulator.jobs.JobRules;
import io.downlink.emulator.jobs.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A hub with its journal in memory, which can be killed at any time and is then put together from the journal. */
final class RestartedWorld {
    private final ChangeCodec codec = new ChangeCodec();
    private Duration elapsed = Duration.ZERO;
    private List<byte[]> written = new ArrayList<>();
    private final List<String> etags = new ArrayList<>();
    private boolean full;
    private ManualTime time;
    private Hub hub;
    private Jobs jobs;
    private FeedbackReceiver receiver;
    private final Map<ClientId, Live> connected = new HashMap<>();
    final List<FeedbackBatch> held = new ArrayList<>();

    RestartedWorld() {
        begin();
    }

    private RestartedWorld(RestartedWorld killed) {
        elapsed = killed.elapsed;
        written = new ArrayList<>(killed.written);
        begin();
    }

    Hub hub() {
        return hub;
    }

    Jobs jobs() {
        return jobs;
    }

    ManualTime time() {
        return time;
    }

    FeedbackReceiver receiver() {
        return receiver;
    }

    void move(Duration by) {
        elapsed = elapsed.plus(by);
        time.move(by);
    }

    /** The next change cannot be written. */
    void fillDisk() {
        full = true;
    }

    void emptyDisk() {
        full = false;
    }

    /** Another hub is put together from the same journal, at the same time. */
    RestartedWorld copy() {
        return new RestartedWorld(this);
    }

    void restart() {
        begin();
    }

    /** The journal has only what is needed. */
    void compact() {
        written = new ArrayList<>(saved().changes().map(codec::encode).toList());
    }

    @Nullable
    Live connected(ClientId client) {
        return connected.get(client);
    }

    void connect(ClientId client, boolean clean) {
        FakeConnection connection = new FakeConnection();
        Session session = hub.connect(client, connection, clean);
        connected.put(client, new Live(session, connection));
        session.open();
    }

    void disconnect(ClientId client) {
        Live live = connected.remove(client);
        if (live != null) {
            live.session().end();
        }
    }

    /** Ends what a process that is killed takes with it. */
    void cutLinks() {
        connected.values().forEach(live -> live.session().end());
        connected.clear();
        receiver.close();
    }

    /** All that can be seen from outside, in words. Looking changes the hub. */
    List<String> seen() {
        time.move(Duration.ZERO);
        List<String> seen = new ArrayList<>();
        jobs.after(0).forEach(job -> seen.add(job.toString()));
        jobs.deviceJobs().after(null).forEach(row -> seen.add(row.toString()));
        List<ClientId> clients = new ArrayList<>();
        for (ClientSnapshot device : hub.registry().list(100)) {
            clients.add(device.identity().id());
            hub.registry()
                    .modules(device.identity().id().device())
                    .forEach(module -> clients.add(module.identity().id()));
        }
        clients.forEach(client -> see(client, seen));
        time.move(MessagingRules.DEFAULT.feedbackPause());
        FeedbackReceiver looking = hub.feedback().open(() -> {});
        List<String> told = new ArrayList<>();
        for (FeedbackBatch batch = looking.take(); batch != null; batch = looking.take()) {
            int returns = batch.deliveryCount();
            batch.records().forEach(item -> told.add(returns + " " + item));
        }
        told.sort(null);
        seen.addAll(told);
        return seen;
    }

    ClientSnapshot create(IdentitySpec spec) {
        return given(hub.registry().create(spec));
    }

    ClientSnapshot create(String id) {
        return create(new DeviceSpec(new DeviceId(id), null, true, null));
    }

    void update(IdentitySpec spec) {
        given(hub.registry().update(spec, IfMatch.ANY));
    }

    /** All etags of the registry that anybody ever got. */
    List<String> etags() {
        return etags;
    }

    private ClientSnapshot given(ClientSnapshot written) {
        etags.add(written.identity().etag());
        return written;
    }

    static CloudToDeviceMessage message(String text, AckLevel ack, java.time.@Nullable Instant expiry) {
        return new CloudToDeviceMessage(
                text,
                null,
                null,
                "/somewhere",
                null,
                null,
                expiry,
                ack,
                Map.of("key", text),
                StandardCharsets.UTF_8.encode(text));
    }

    private void see(ClientId client, List<String> seen) {
        ClientSnapshot snapshot = hub.registry().get(client);
        seen.add(snapshot.identity() + " " + snapshot.identity().authentication() + " " + snapshot.messages());
        var twin = hub.twins().get(client);
        seen.add(twin.etag() + " " + twin.version() + " " + twin.tags() + " " + twin.desired() + " " + twin.reported());
        FakeConnection connection = new FakeConnection();
        try {
            hub.messages().send(client, message("one-more", AckLevel.NONE, null));
            Session session = hub.connect(client, connection, false);
            for (Subscription subscription : Subscription.values()) {
                seen.add(session.resumed() + " " + subscription + " " + session.subscribed(subscription));
            }
            session.open();
            session.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES);
        } catch (HubException refused) {
            seen.add(String.valueOf(refused.getMessage()));
        }
        connection.messages.forEach(delivery ->
                seen.add(delivery.sequenceNumber() + " " + delivery.repeated() + " " + delivery.settled() + " "
                        + delivery.message() + new String(delivery.message().bytes(), StandardCharsets.UTF_8)));
    }

    private void begin() {
        time = new ManualTime();
        time.move(elapsed);
        connected.clear();
        held.clear();
        SavedState saved = saved();
        List<byte[]> journal = written;
        hub = new Hub("127.0.0.1", time, time, MessagingRules.DEFAULT, change -> append(journal, change), saved.hub());
        jobs = new Jobs(
                hub,
                time,
                time,
                Runnable::run,
                JobRules.DEFAULT.withActiveMax(3),
                change -> append(journal, change),
                saved.jobs());
        receiver = hub.feedback().open(() -> {});
    }

    private void append(List<byte[]> journal, Change change) {
        if (full) {
            full = false;
            throw new UncheckedIOException(new IOException("no space left"));
        }
        journal.add(codec.encode(change));
    }

    private SavedState saved() {
        SavedState state = SavedState.empty();
        for (byte[] change : written) {
            try {
                state.apply(codec.decode(change));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return state;
    }

    /** A client that is connected. */
    record Live(Session session, FakeConnection connection) {}
}
