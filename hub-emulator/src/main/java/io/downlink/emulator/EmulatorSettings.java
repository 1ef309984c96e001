package io.downlink.emulator;

import io.downlink.emulator.hub.MessagingRules;
import io.downlink.emulator.jobs.JobRules;
import io.downlink.emulator.security.AccessRules;
import io.downlink.emulator.state.StateSettings;
import io.downlink.emulator.throttling.ThrottlingRules;
import io.downlink.emulator.virtual.VirtualSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an emulator listens and keeps its files, and how it behaves. It is never changed: each {@code with} makes another
 * one.
 */
public final class EmulatorSettings {
    /** Where the emulator serves HTTPS, unless told otherwise. */
    public static final int HTTPS_PORT = 8443;

    /** Where the service SDKs look for AMQP. */
    public static final int AMQPS_PORT = 5671;

    /** Where devices look for MQTT. */
    public static final int MQTTS_PORT = 8883;

    private final Values values;

    private EmulatorSettings(Values values) {
        this.values = values;
    }

    /**
     * At the ports 8443, 5671 and 8883 of an address.
     *
     * @param address the hub's host name in connection strings; the Java device SDK wants a dot in it, so
     *     {@code localhost} will not do
     * @param dataDir holds the development CA; made when missing
     * @throws IllegalArgumentException if it is not a loopback address
     */
    public static EmulatorSettings at(String address, Path dataDir) {
        return at(address, loopback(address), dataDir);
    }

    /**
     * The same, but it listens elsewhere, which may be no loopback address, as in a container: whoever reaches the hub has
     * its keys, because they are published.
     */
    public static EmulatorSettings at(String address, String bind, Path dataDir) {
        return new EmulatorSettings(new Values(address, bind, dataDir));
    }

    /**
     * At free ports of an address, where no SDK needs the standard ones.
     *
     * @throws IllegalArgumentException if it is not a loopback address
     */
    public static EmulatorSettings atFreePorts(String address, Path dataDir) {
        return at(address, dataDir).withPorts(List.of(0), 0, 0);
    }

    /**
     * The same at other ports; 0: a free one. The service SDKs know no other port of AMQP than 5671, the device SDKs no
     * other of MQTT than 8883.
     *
     * @throws IllegalArgumentException if there is no HTTPS port
     */
    public EmulatorSettings withPorts(List<Integer> https, int amqps, int mqtts) {
        if (https.isEmpty()) {
            throw new IllegalArgumentException("an emulator needs an HTTPS port");
        }
        return changed(next -> {
            next.httpsPorts = List.copyOf(https);
            next.amqpsPort = amqps;
            next.mqttsPort = mqtts;
        });
    }

    /** The same, but it can be called by these names besides its address. */
    public EmulatorSettings withNames(List<String> further) {
        return changed(next -> next.names = List.copyOf(further));
    }

    /** The same, but it treats messages so. */
    public EmulatorSettings with(MessagingRules rules) {
        return changed(next -> next.messaging = rules);
    }

    /** The same, but it treats jobs so. */
    public EmulatorSettings with(JobRules rules) {
        return changed(next -> next.jobs = rules);
    }

    /** The same, but it believes others besides its keys. */
    public EmulatorSettings with(AccessRules rules) {
        return changed(next -> next.access = rules);
    }

    /** The same, but with devices that the hub itself answers for. */
    public EmulatorSettings with(VirtualSettings devices) {
        return changed(next -> next.virtual = devices);
    }

    /** The same, but as fast as a hub of a tier, and with its slots for jobs. */
    public EmulatorSettings with(ThrottlingRules rules) {
        return changed(next -> next.throttling = rules);
    }

    /** The same, but it keeps there what it must not forget. */
    public EmulatorSettings with(StateSettings kept) {
        return changed(next -> next.state = kept);
    }

    /** The hub's host name in connection strings. */
    public String address() {
        return values.address;
    }

    /** Where it listens. */
    public String bind() {
        return values.bind;
    }

    /** All that the hub can be called: the address first, then the names. */
    public List<String> hostNames() {
        return Stream.concat(Stream.of(values.address), values.names.stream())
                .distinct()
                .toList();
    }

    /** At least one. */
    public List<Integer> httpsPorts() {
        return values.httpsPorts;
    }

    public int amqpsPort() {
        return values.amqpsPort;
    }

    public int mqttsPort() {
        return values.mqttsPort;
    }

    /** Where the development CA is. */
    public Path dataDir() {
        return values.dataDir;
    }

    public MessagingRules messaging() {
        return values.messaging;
    }

    public JobRules jobs() {
        return values.jobs;
    }

    /** Whom the hub believes besides its keys. */
    public AccessRules access() {
        return values.access;
    }

    public VirtualSettings virtual() {
        return values.virtual;
    }

    /** How big the hub is; null: it does all it can. */
    public @Nullable ThrottlingRules throttling() {
        return values.throttling;
    }

    /** Where it keeps what it must not forget; null: it forgets everything at its end. */
    public @Nullable StateSettings state() {
        return values.state;
    }

    /**
     * The address itself, if nobody but this machine can reach it.
     *
     * @throws IllegalArgumentException with one line that says how to listen there all the same
     */
    public static String loopback(String address) {
        try {
            if (InetAddress.getByName(address).isLoopbackAddress()) {
                return address;
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address + " is no address of this machine", e);
        }
        throw new IllegalArgumentException(
                "%s is not a loopback address, and whoever reaches the hub has its keys: they are published. To listen there on purpose: --bind %s"
                        .formatted(address, address));
    }

    private EmulatorSettings changed(Consumer<Values> change) {
        Values next = values.copy();
        change.accept(next);
        return new EmulatorSettings(next);
    }

    /** What is set, with what it is unless told otherwise; nothing of it changes once settings have it. */
    private static final class Values implements Cloneable {
        private final String address;
        private final String bind;
        private final Path dataDir;
        private List<String> names = List.of();
        private List<Integer> httpsPorts = List.of(HTTPS_PORT);
        private int amqpsPort = AMQPS_PORT;
        private int mqttsPort = MQTTS_PORT;
        private MessagingRules messaging = MessagingRules.DEFAULT;
        private JobRules jobs = JobRules.DEFAULT;
        private AccessRules access = AccessRules.DEFAULT;
        private VirtualSettings virtual = VirtualSettings.DEFAULT;
        private @Nullable ThrottlingRules throttling;
        private @Nullable StateSettings state;

        Values(String address, String bind, Path dataDir) {
            this.address = address;
            this.bind = bind;
            this.dataDir = dataDir;
        }

        Values copy() {
            try {
                return (Values) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError("it is Cloneable", e);
            }
        }
    }
}
