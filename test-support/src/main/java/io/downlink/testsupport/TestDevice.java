package io.downlink.testsupport;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.IdentitySpec;
import io.downlink.emulator.hub.MessageDelivery;
import io.downlink.emulator.hub.MethodRequest;
import io.downlink.emulator.hub.ModuleId;
import io.downlink.emulator.hub.ModuleSpec;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Subscription;
import io.downlink.emulator.hub.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A device at the emulator's core: it remembers what it got, answers calls at once and, unless told otherwise, completes
 * messages.
 */
public final class TestDevice implements DeviceConnection {
    /** What the device was called with, in the order of the calls: the payloads as JSON text. */
    public final List<String> received = new CopyOnWriteArrayList<>();

    /** The messages that the device got, in their order. */
    public final List<CloudToDeviceMessage> messages = new CopyOnWriteArrayList<>();

    private final HubEmulator hub;
    private final ClientId id;
    private final Executor answering = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Session> session = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<Void> holding;
    private volatile BiConsumer<Session, Long> settling = Session::complete;

    private TestDevice(HubEmulator hub, IdentitySpec identity) {
        this.hub = hub;
        this.id = identity.client();
        hub.hub().registry().create(identity);
    }

    public static TestDevice registered(HubEmulator hub, String id) {
        return new TestDevice(hub, new DeviceSpec(new DeviceId(id), null, true, null));
    }

    public static TestDevice connected(HubEmulator hub, String id) {
        TestDevice device = registered(hub, id);
        device.connect();
        return device;
    }

    /** A module on a device that is registered already. */
    public static TestDevice connectedModule(HubEmulator hub, String deviceId, String moduleId) {
        TestDevice module =
                new TestDevice(hub, new ModuleSpec(new DeviceId(deviceId), new ModuleId(moduleId), null, null));
        module.connect();
        return module;
    }

    public void connect() {
        Session opened = hub.hub().connect(id, this, true);
        opened.subscribe(Subscription.DIRECT_METHODS);
        opened.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES);
        session.complete(opened);
        opened.open();
    }

    /** What it does with messages from now on: {@code Session::complete}, {@code abandon} or {@code reject}. */
    public void settleBy(BiConsumer<Session, Long> settlement) {
        settling = settlement;
    }

    /** From now on it answers only when {@link #answerAgain} is called. */
    public void holdAnswers() {
        holding = new CompletableFuture<>();
    }

    public void answerAgain() {
        CompletableFuture<Void> held = holding;
        holding = null;
        if (held != null) {
            held.complete(null);
        }
    }

    @Override
    public Transport transport() {
        return Transport.MQTT;
    }

    @Override
    public void deliver(MethodRequest request) {
        received.add(request.payload());
        CompletableFuture<Void> held = holding;
        answering.execute(() -> {
            if (held != null) {
                held.join();
            }
            session.join().answer(request.requestId(), 200, "{\"result\":\"done\"}");
        });
    }

    @Override
    public void deliver(MessageDelivery delivery) {
        messages.add(delivery.message());
        answering.execute(() -> settling.accept(session.join(), delivery.lock()));
    }

    @Override
    public void desiredChanged(ObjectNode patch, long version) {
        // no test changes any
    }

    @Override
    public void close() {
        // the session has ended
    }
}
