package io.downlink.emulator.hub;

import io.downlink.emulator.virtual.VirtualDevices;
import java.time.Clock;

/** An IoT Hub without sockets. Any thread may use it. */
public final class Hub {
    private final String hostName;
    private final Registry registry;
    private final Twins twins;
    private final DirectMethods methods;
    private final Messages messages;
    private final Feedback feedback;
    private final VirtualDevices virtual;
    private final Admission admission;
    private final Interference interference;
    private final RecentOperations operations;

    /**
     * A hub without devices.
     *
     * @param hostName what clients call it; tokens are made for this name
     */
    public Hub(String hostName, Clock clock, Timers timers) {
        this(hostName, clock, timers, MessagingRules.DEFAULT);
    }

    /** A hub without devices that treats messages in another way. */
    public Hub(String hostName, Clock clock, Timers timers, MessagingRules rules) {
        this(hostName, clock, timers, rules, Journal.NONE, new HubState());
    }

    /** A hub that has what an earlier one had, and writes down what it accepts. */
    public Hub(
            String hostName, Clock clock, Timers timers, MessagingRules rules, Journal journal, HubState remembered) {
        this(
                hostName,
                clock,
                timers,
                rules,
                VirtualDevices.none(),
                new Admission(null, timers),
                Interference.NONE,
                journal,
                remembered);
    }

    /** A hub with virtual devices, which lets in what its tier allows, and somebody interfere. */
    public Hub(
            String hostName,
            Clock clock,
            Timers timers,
            MessagingRules rules,
            VirtualDevices virtual,
            Admission admission,
            Interference interference) {
        this(hostName, clock, timers, rules, virtual, admission, interference, Journal.NONE, new HubState());
    }

    /**
     * A hub with all of that.
     *
     * @param remembered what the changes of an earlier hub led to
     */
    public Hub(
            String hostName,
            Clock clock,
            Timers timers,
            MessagingRules rules,
            VirtualDevices virtual,
            Admission admission,
            Interference interference,
            Journal journal,
            HubState remembered) {
        MessageStatistics messageStatistics = new MessageStatistics();
        this.hostName = hostName;
        this.interference = interference;
        this.virtual = virtual;
        this.admission = admission;
        this.operations = new RecentOperations(clock);
        this.feedback = new Feedback(clock, timers, rules, interference, journal, remembered.feedback());
        this.registry = new Registry(clock, timers, rules, messageStatistics, feedback, virtual, journal, remembered);
        this.messages = new Messages(registry, admission, messageStatistics, operations);
        this.twins = new Twins(registry);
        this.methods = new DirectMethods(registry, virtual, timers);
    }

    public String hostName() {
        return hostName;
    }

    public Registry registry() {
        return registry;
    }

    public BulkRegistry bulkRegistry() {
        return new BulkRegistry(registry, twins);
    }

    public Twins twins() {
        return twins;
    }

    public DirectMethods methods() {
        return methods;
    }

    public Messages messages() {
        return messages;
    }

    public Feedback feedback() {
        return feedback;
    }

    public VirtualDevices virtual() {
        return virtual;
    }

    /** What clients did last. */
    public RecentOperations operations() {
        return operations;
    }

    /** The door that operations of clients come in by. */
    public Admission admission() {
        return admission;
    }

    /** Gives an identity to every virtual device that the rules list, so that queries and jobs see it. */
    public void registerVirtual() {
        virtual.listed().map(DeviceId::new).forEach(registry::get);
    }

    /**
     * Connects a device or a module whose credential was checked; an earlier connection of it ends.
     *
     * @param cleanSession forget what an earlier connection subscribed to, and forget this one's at its end
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}, {@link HubError#MODULE_NOT_FOUND}, or
     *     {@link HubError#UNAUTHORIZED} if the device is disabled
     */
    public Session connect(ClientId client, DeviceConnection connection, boolean cleanSession) {
        try {
            Session session = open(client, connection, cleanSession);
            operations.add("connect", client.toString(), connection.transport().name());
            return session;
        } catch (HubException refused) {
            operations.add("connect", client.toString(), refused.error().symbol());
            throw refused;
        }
    }

    /** Connects a device, as {@link #connect(ClientId, DeviceConnection, boolean)} does. */
    public Session connect(DeviceId device, DeviceConnection connection, boolean cleanSession) {
        return connect(ClientId.of(device), connection, cleanSession);
    }

    private Session open(ClientId client, DeviceConnection connection, boolean cleanSession) {
        Client found = registry.find(client);
        // The watcher stands below whoever interferes, so that it sees what they do to the connection, too.
        DeviceConnection link = interference.link(client, new WatchedConnection(connection, client, operations));
        try {
            return found.connect(link, cleanSession);
        } catch (RuntimeException refused) {
            interference.unlink(link);
            throw refused;
        }
    }
}
