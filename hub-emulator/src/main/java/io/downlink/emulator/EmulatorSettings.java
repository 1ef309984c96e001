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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an emulator listens and keeps its files.
 *
 * @param address the hub's host name in connection strings; the Java device SDK wants a dot in it, so
 *     {@code localhost} will not do
 * @param bind where it listens: {@link #loopback} of the address, unless others shall reach it, as in a container
 * @param names what the hub can be called besides
 * @param httpsPorts at least one; 0: a free one
 * @param amqpsPort the service SDKs know no other than 5671; 0: a free one
 * @param mqttsPort the device SDKs know no other than 8883; 0: a free one
 * @param dataDir holds the development CA; made when missing
 * @param messaging how messages are treated
 * @param jobs how jobs are treated
 * @param access whom the hub believes besides its keys
 * @param virtual devices that the hub itself answers for
 * @param throttling how big the hub is; null: it does all it can
 * @param state where it keeps what it must not forget; null: it forgets everything at its end
 */
public record EmulatorSettings(
        String address,
        String bind,
        List<String> names,
        List<Integer> httpsPorts,
        int amqpsPort,
        int mqttsPort,
        Path dataDir,
        MessagingRules messaging,
        JobRules jobs,
        AccessRules access,
        VirtualSettings virtual,
        @Nullable ThrottlingRules throttling,
        @Nullable StateSettings state) {
    /** Where the emulator serves HTTPS, unless told otherwise. */
    public static final int HTTPS_PORT = 8443;

    /** Where the service SDKs look for AMQP. */
    public static final int AMQPS_PORT = 5671;

    /** Where devices look for MQTT. */
    public static final int MQTTS_PORT = 8883;

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if there is no HTTPS port
     */
    public EmulatorSettings {
        names = List.copyOf(names);
        httpsPorts = List.copyOf(httpsPorts);
        if (httpsPorts.isEmpty()) {
            throw new IllegalArgumentException("an emulator needs an HTTPS port");
        }
    }

    /**
     * At the ports 8443, 5671 and 8883 of an address.
     *
     * @throws IllegalArgumentException if it is not a loopback address
     */
    public static EmulatorSettings at(String address, Path dataDir) {
        return new EmulatorSettings(
                address,
                loopback(address),
                List.of(),
                List.of(HTTPS_PORT),
                AMQPS_PORT,
                MQTTS_PORT,
                dataDir,
                MessagingRules.DEFAULT,
                JobRules.DEFAULT,
                AccessRules.DEFAULT,
                VirtualSettings.DEFAULT,
                null,
                null);
    }

    /**
     * At free ports of an address, where no SDK needs the standard ones.
     *
     * @throws IllegalArgumentException if it is not a loopback address
     */
    public static EmulatorSettings atFreePorts(String address, Path dataDir) {
        return at(address, dataDir).withPorts(List.of(0), 0, 0);
    }

    /** The same, but it listens there, which may be no loopback address: its keys are published. */
    public EmulatorSettings withBind(String where) {
        return new EmulatorSettings(
                address,
                where,
                names,
                httpsPorts,
                amqpsPort,
                mqttsPort,
                dataDir,
                messaging,
                jobs,
                access,
                virtual,
                throttling,
                state);
    }

    /** The same at other ports; 0: a free one. */
    public EmulatorSettings withPorts(List<Integer> https, int amqps, int mqtts) {
        return new EmulatorSettings(
                address,
                bind,
                names,
                https,
                amqps,
                mqtts,
                dataDir,
                messaging,
                jobs,
                access,
                virtual,
                throttling,
                state);
    }

    /** The same, but it can be called by these names besides its address. */
    public EmulatorSettings withNames(List<String> further) {
        return new EmulatorSettings(
                address,
                bind,
                further,
                httpsPorts,
                amqpsPort,
                mqttsPort,
                dataDir,
                messaging,
                jobs,
                access,
                virtual,
                throttling,
                state);
    }

    /** The same, but messages are treated in another way. */
    public EmulatorSettings with(MessagingRules rules) {
        return new EmulatorSettings(
                address,
                bind,
                names,
                httpsPorts,
                amqpsPort,
                mqttsPort,
                dataDir,
                rules,
                jobs,
                access,
                virtual,
                throttling,
                state);
    }

    /** The same, but jobs are treated in another way. */
    public EmulatorSettings with(JobRules rules) {
        return new EmulatorSettings(
                address,
                bind,
                names,
                httpsPorts,
                amqpsPort,
                mqttsPort,
                dataDir,
                messaging,
                rules,
                access,
                virtual,
                throttling,
                state);
    }

    /** The same, but it believes others. */
    public EmulatorSettings with(AccessRules rules) {
        return new EmulatorSettings(
                address,
                bind,
                names,
                httpsPorts,
                amqpsPort,
                mqttsPort,
                dataDir,
                messaging,
                jobs,
                rules,
                virtual,
                throttling,
                state);
    }

    /** The same with these virtual devices. */
    public EmulatorSettings with(VirtualSettings devices) {
        return new EmulatorSettings(
                address,
                bind,
                names,
                httpsPorts,
                amqpsPort,
                mqttsPort,
                dataDir,
                messaging,
                jobs,
                access,
                devices,
                throttling,
                state);
    }

    /** The same, but as fast as a hub of a tier, and with its slots for jobs. */
    public EmulatorSettings with(ThrottlingRules rules) {
        return new EmulatorSettings(
                address,
                bind,
                names,
                httpsPorts,
                amqpsPort,
                mqttsPort,
                dataDir,
                messaging,
                jobs,
                access,
                virtual,
                rules,
                state);
    }

    /** The same, but it keeps there what it must not forget. */
    public EmulatorSettings with(StateSettings kept) {
        return new EmulatorSettings(
                address,
                bind,
                names,
                httpsPorts,
                amqpsPort,
                mqttsPort,
                dataDir,
                messaging,
                jobs,
                access,
                virtual,
                throttling,
                kept);
    }

    /** All that the hub can be called: the address first, then the names. */
    public List<String> hostNames() {
        return Stream.concat(Stream.of(address), names.stream()).distinct().toList();
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
}
