package io.downlink.emulator.hub;

import io.downlink.emulator.virtual.VirtualDevices;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The devices and modules the hub knows. */
public final class Registry {
    private final Devices devices = new Devices();
    private final AtomicLong writes;
    private final Clock clock;
    private final Timers timers;
    private final MessagingRules rules;
    private final MessageStatistics messageStatistics;
    private final Feedback feedback;
    private final VirtualDevices virtual;
    private final Journal journal;

    Registry(
            Clock clock,
            Timers timers,
            MessagingRules rules,
            MessageStatistics messageStatistics,
            Feedback feedback,
            VirtualDevices virtual,
            Journal journal,
            HubState remembered) {
        this.virtual = virtual;
        this.clock = clock;
        this.timers = timers;
        this.rules = rules;
        this.messageStatistics = messageStatistics;
        this.feedback = feedback;
        this.journal = journal;
        this.writes = new AtomicLong(remembered.writes());
        remembered.clients().forEach(this::restore);
        devices.all().stream().map(Device::client).forEach(this::connectVirtual);
    }

    /** Whether nothing was ever written here. */
    public boolean isNew() {
        return writes.get() == 0;
    }

    /**
     * Registers a device or a module.
     *
     * @throws HubException {@link HubError#DEVICE_ALREADY_EXISTS}; of a module {@link HubError#DEVICE_NOT_FOUND},
     *     {@link HubError#MODULE_ALREADY_EXISTS}, {@link HubError#TOO_MANY_MODULES}, or
     *     {@link HubError#ARGUMENT_INVALID} if its id is one of the service's own, which begin with a dollar sign
     */
    public ClientSnapshot create(IdentitySpec spec) {
        long write = writes.incrementAndGet();
        String generationId = Long.toString(clock.millis() * 1000 + write % 1000);
        Identity identity = Identity.created(spec, generationId, Etags.of(write));
        return switch (spec) {
            case DeviceSpec _ -> addDevice(identity, write);
            case ModuleSpec module -> addModule(module, identity, write);
        };
    }

    /**
     * Replaces an identity; disabling a device ends its connection and those of its modules.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}, {@link HubError#MODULE_NOT_FOUND} or
     *     {@link HubError#PRECONDITION_FAILED}
     */
    public ClientSnapshot update(IdentitySpec spec, IfMatch condition) {
        long write = writes.incrementAndGet();
        return switch (spec) {
            case DeviceSpec device -> updateDevice(device, condition, write);
            case ModuleSpec module -> find(module.client()).replace(module, condition, write);
        };
    }

    /**
     * Removes a device with its modules, or a module; connections, calls, messages and their feedback end.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}, {@link HubError#MODULE_NOT_FOUND} or
     *     {@link HubError#PRECONDITION_FAILED}
     */
    public void delete(ClientId id, IfMatch condition) {
        Device device = findDevice(id.device());
        if (id.module() != null) {
            device.removeModule(id, condition, feedback::forget);
        } else {
            device.remove(condition, feedback::forget);
            devices.remove(device);
        }
    }

    /** Removes a device, as {@link #delete(ClientId, IfMatch)} does. */
    public void delete(DeviceId id, IfMatch condition) {
        delete(ClientId.of(id), condition);
    }

    /**
     * One device or module.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND} or {@link HubError#MODULE_NOT_FOUND}
     */
    public ClientSnapshot get(ClientId id) {
        return find(id).snapshot();
    }

    /**
     * One device or module, which is not made for it if it is a virtual device that nobody needed yet.
     *
     * @return nothing if its device is not registered
     * @throws HubException {@link HubError#MODULE_NOT_FOUND}
     */
    public Optional<ClientSnapshot> registered(ClientId id) {
        return Optional.ofNullable(devices.find(id.device()))
                .map(device -> id.module() == null ? device.client() : device.module(id))
                .map(Client::snapshot);
    }

    /** One device, as {@link #get(ClientId)} has it. */
    public ClientSnapshot get(DeviceId id) {
        return get(ClientId.of(id));
    }

    /** Whether there is such a device, and it may connect. */
    public boolean isEnabled(DeviceId id) {
        Device device = devices.find(id);
        return device != null && device.client().identity().enabled();
    }

    /** Whether there is such a device, and it may not connect. */
    boolean isDisabled(DeviceId id) {
        Device device = devices.find(id);
        return device != null && !device.client().identity().enabled();
    }

    /** The first devices in the order of their ids. */
    public List<ClientSnapshot> list(int top) {
        return devicesAfter(null).limit(top).map(Client::snapshot).toList();
    }

    /**
     * The modules of a device, in the order of their ids.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}
     */
    public List<ClientSnapshot> modules(DeviceId device) {
        return findDevice(device).modules().map(Client::snapshot).toList();
    }

    /** How many devices there are now. */
    public Counts counts() {
        return overview(0).devices();
    }

    /** All devices and modules in numbers, and the first of those that are connected, by their ids. Looks at each of them. */
    public Overview overview(int onlineMax) {
        return Overview.of(devices.after(null).flatMap(Device::all), onlineMax);
    }

    /**
     * Cuts the connections of all devices and modules, as a network does that fails.
     *
     * @return how many there were
     */
    public int dropLinks() {
        return (int) devices.all().stream()
                .flatMap(Device::all)
                .filter(Client::dropLink)
                .count();
    }

    /**
     * Cuts the connection of one device or module, as a network does that fails.
     *
     * @return whether it was connected
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND} or {@link HubError#MODULE_NOT_FOUND}
     */
    public boolean dropLink(ClientId id) {
        return find(id).dropLink();
    }

    /** Cuts the connection of one device, as {@link #dropLink(ClientId)} does. */
    public boolean dropLink(DeviceId id) {
        return dropLink(ClientId.of(id));
    }

    /** The devices whose ids follow this one, in their order; null: all. */
    Stream<Client> devicesAfter(@Nullable String id) {
        return devices.after(id).map(Device::client);
    }

    /** The modules whose ids, written with those of their devices, follow this one, device by device; null: all. */
    Stream<Client> modulesAfter(@Nullable String module) {
        return devices.modulesAfter(module);
    }

    Client find(ClientId id) {
        Device device = findDevice(id.device());
        return id.module() == null ? device.client() : device.module(id);
    }

    private Device findDevice(DeviceId id) {
        Device device = devices.find(id);
        if (device != null) {
            return device;
        }
        if (!virtual.contains(id.value())) {
            throw HubException.notFound(ClientId.of(id));
        }
        createVirtual(id);
        return findDevice(id);
    }

    /** A virtual device gets an identity when somebody needs it. */
    private void createVirtual(DeviceId id) {
        try {
            create(new DeviceSpec(id, null, true, null));
        } catch (HubException meanwhile) {
            return; // another thread was faster, and connects it
        }
        VirtualConnection.open(findDevice(id).client(), virtual, timers);
    }

    private ClientSnapshot updateDevice(DeviceSpec spec, IfMatch condition, long write) {
        Device device = findDevice(spec.id());
        ClientSnapshot updated = device.replace(spec, condition, write);
        connectVirtual(device.client()); // a disabled one was cut off
        return updated;
    }

    private void connectVirtual(Client device) {
        if (virtual.contains(device.id().device().value()) && device.identity().enabled()) {
            VirtualConnection.reopen(device, virtual, timers);
        }
    }

    private ClientSnapshot addDevice(Identity identity, long write) {
        Client created = client(identity, null);
        if (!devices.add(new Device(created), () -> created.register(write))) {
            throw new HubException(
                    HubError.DEVICE_ALREADY_EXISTS, "A device with ID '" + identity.id() + "' is already registered.");
        }
        return created.snapshot();
    }

    private ClientSnapshot addModule(ModuleSpec spec, Identity identity, long write) {
        if (spec.id().value().startsWith("$")) {
            throw new HubException(HubError.ARGUMENT_INVALID, "Only the service makes modules whose ids begin with $.");
        }
        Device device = findDevice(spec.device());
        Client created = client(identity, device.client());
        device.add(created, write);
        return created.snapshot();
    }

    private void restore(ClientState state) {
        Identity identity = state.identity();
        if (identity.id().module() == null) {
            Client client = client(identity, null);
            client.restore(state);
            devices.add(new Device(client), () -> {});
        } else {
            Device device = findDevice(identity.id().device());
            Client module = client(identity, device.client());
            module.restore(state);
            device.restore(module);
        }
    }

    private Client client(Identity identity, @Nullable Client device) {
        MessageJournal ofMessages = new MessageJournal(ClientGeneration.of(identity), clock, journal, feedback);
        return new Client(
                identity,
                device,
                clock,
                new MessageQueue(clock, timers, rules, messageStatistics, ofMessages),
                journal);
    }

    /** Numbers of devices. */
    public record Counts(int total, int enabled, int connected) {}
}
