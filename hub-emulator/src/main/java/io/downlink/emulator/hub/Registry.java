package io.downlink.emulator.hub;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The devices the hub knows. */
public final class Registry {
    private final Map<DeviceId, Device> devices = new ConcurrentHashMap<>();
    private final AtomicLong writes = new AtomicLong();
    private final Clock clock;
    private final Timers timers;
    private final MessagingRules rules;
    private final MessageStatistics messageStatistics;
    private final Feedback feedback;

    Registry(Clock clock, Timers timers, MessagingRules rules, MessageStatistics messageStatistics, Feedback feedback) {
        this.clock = clock;
        this.timers = timers;
        this.rules = rules;
        this.messageStatistics = messageStatistics;
        this.feedback = feedback;
    }

    /**
     * Registers a device.
     *
     * @throws HubException {@link HubError#DEVICE_ALREADY_EXISTS}
     */
    public DeviceSnapshot create(DeviceSpec spec) {
        long write = writes.incrementAndGet();
        DeviceIdentity identity = new DeviceIdentity(
                spec.id(),
                Long.toString(clock.millis() * 1000 + write % 1000),
                Etags.of(write),
                spec.authenticationOrNewKeys(),
                spec.enabled(),
                spec.statusReason(),
                null);
        Device created = new Device(identity, clock, messageQueue(identity));
        if (devices.putIfAbsent(spec.id(), created) != null) {
            throw new HubException(
                    HubError.DEVICE_ALREADY_EXISTS, "A device with ID '" + spec.id() + "' is already registered.");
        }
        return created.snapshot();
    }

    /**
     * Replaces a device's identity; disabling it ends its connection.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND} or {@link HubError#PRECONDITION_FAILED}
     */
    public DeviceSnapshot update(DeviceSpec spec, IfMatch condition) {
        return find(spec.id()).replace(spec, condition, Etags.of(writes.incrementAndGet()));
    }

    /**
     * Removes a device; its connection, its calls, its messages and their feedback end.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND} or {@link HubError#PRECONDITION_FAILED}
     */
    public void delete(DeviceId id, IfMatch condition) {
        Device device = find(id);
        device.remove(condition);
        devices.remove(id, device);
        feedback.forget(device.identity());
    }

    /**
     * One device.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}
     */
    public DeviceSnapshot get(DeviceId id) {
        return find(id).snapshot();
    }

    /** The first devices in the order of their ids. */
    public List<DeviceSnapshot> list(int top) {
        return devices.values().stream()
                .map(Device::snapshot)
                .sorted(Comparator.comparing(device -> device.identity().id().value()))
                .limit(top)
                .toList();
    }

    /** How many devices there are now. */
    public Counts counts() {
        int total = 0;
        int enabled = 0;
        int connected = 0;
        for (Device device : devices.values()) {
            DeviceSnapshot snapshot = device.snapshot();
            total++;
            enabled += snapshot.identity().enabled() ? 1 : 0;
            connected += snapshot.connected() ? 1 : 0;
        }
        return new Counts(total, enabled, connected);
    }

    /**
     * Cuts the connections of all devices, as a network does that fails.
     *
     * @return how many there were
     */
    public int dropLinks() {
        return (int) devices.values().stream().filter(Device::dropLink).count();
    }

    /**
     * Cuts the connection of one device, as a network does that fails.
     *
     * @return whether it was connected
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}
     */
    public boolean dropLink(DeviceId id) {
        return find(id).dropLink();
    }

    /** The devices whose ids follow this one, in their order; null: all. */
    Stream<Device> after(@Nullable String id) {
        return devices.entrySet().stream()
                .filter(entry -> id == null || entry.getKey().value().compareTo(id) > 0)
                .sorted(Comparator.comparing(entry -> entry.getKey().value()))
                .map(Map.Entry::getValue);
    }

    Device find(DeviceId id) {
        Device device = devices.get(id);
        if (device == null) {
            throw HubException.deviceNotFound(id);
        }
        return device;
    }

    private MessageQueue messageQueue(DeviceIdentity device) {
        return new MessageQueue(clock, timers, rules, messageStatistics, (message, status) -> {
            if (message.ack().asksFor(status)) {
                feedback.add(new FeedbackRecord(
                        message.messageId(), clock.instant(), status, device.id(), device.generationId()));
            }
        });
    }

    /** Numbers of devices. */
    public record Counts(int total, int enabled, int connected) {}
}
