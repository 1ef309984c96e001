package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.virtual.Reaction;
import io.downlink.emulator.virtual.VirtualDevices;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What connects a virtual device that has an identity: it settles messages by its rule, and comes back when it is cut off. */
final class VirtualConnection implements DeviceConnection {
    private static final Logger LOGGER = Logger.getLogger(VirtualConnection.class);

    /** About as long as the SDKs take. */
    private static final Duration ABSENCE = Duration.ofSeconds(1);

    private final Client device;
    private final VirtualDevices rules;
    private final Timers timers;
    private @Nullable Session session; // set before anything is delivered

    private VirtualConnection(Client device, VirtualDevices rules, Timers timers) {
        this.device = device;
        this.rules = rules;
        this.timers = timers;
    }

    /** Connects a device, unless its rule says that it is offline. */
    static void open(Client device, VirtualDevices rules, Timers timers) {
        if (rules.isOnline(device.id().device().value())) {
            VirtualConnection connection = new VirtualConnection(device, rules, timers);
            Session session = device.connect(connection, true);
            connection.session = session;
            session.open();
            session.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES);
        }
    }

    /** Connects a device that was away, unless it is gone for good, disabled, or has connected itself meanwhile. */
    static void reopen(Client device, VirtualDevices rules, Timers timers) {
        try {
            if (!device.snapshot().connected()) {
                open(device, rules, timers);
            }
        } catch (HubException gone) {
            LOGGER.debugf("virtual device stays away deviceId=%s", device.id());
        }
    }

    @Override
    public Transport transport() {
        return Transport.MQTT;
    }

    @Override
    public void deliver(MethodRequest request) {
        throw new UnsupportedOperationException("virtual devices are called without a connection");
    }

    @Override
    public void deliver(MessageDelivery delivery) {
        rules.message(device.id().device().value()).ifPresent(reaction -> {
            switch (reaction) {
                case Reaction.Answer(var latency, var succeeded) ->
                    timers.after(latency, () -> settle(delivery.lock(), succeeded));
                case Reaction.Hang _, Reaction.Offline _ -> {} // its lock runs out
            }
        });
    }

    @Override
    public void desiredChanged(ObjectNode patch, long version) {
        throw new UnsupportedOperationException("virtual devices do not ask for desired properties");
    }

    @Override
    public void close() {
        timers.after(ABSENCE, () -> reopen(device, rules, timers));
    }

    private void settle(long lock, boolean succeeded) {
        Session present = session;
        if (present == null) {
            return;
        }
        try {
            if (succeeded) {
                present.complete(lock);
            } else {
                present.reject(lock);
            }
        } catch (HubException lockLost) {
            LOGGER.debugf("message settled too late deviceId=%s", device.id());
        }
    }
}
