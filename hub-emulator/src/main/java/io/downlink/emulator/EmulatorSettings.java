package io.downlink.emulator;

import io.downlink.emulator.hub.MessagingRules;
import java.nio.file.Path;
import java.util.List;

/**
 * Where an emulator listens and keeps its files.
 *
 * @param address a loopback address, which is the hub's host name too; the Java device SDK wants a dot in it, so
 *     {@code localhost} will not do
 * @param httpsPorts at least one; 0: a free one
 * @param amqpsPort the service SDKs know no other than 5671; 0: a free one
 * @param mqttsPort the device SDKs know no other than 8883; 0: a free one
 * @param dataDir holds the development CA; made when missing
 * @param messaging how messages are treated
 */
public record EmulatorSettings(
        String address,
        List<Integer> httpsPorts,
        int amqpsPort,
        int mqttsPort,
        Path dataDir,
        MessagingRules messaging) {
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
        httpsPorts = List.copyOf(httpsPorts);
        if (httpsPorts.isEmpty()) {
            throw new IllegalArgumentException("an emulator needs an HTTPS port");
        }
    }

    /** At the ports 8443, 5671 and 8883 of an address. */
    public static EmulatorSettings at(String address, Path dataDir) {
        return new EmulatorSettings(
                address, List.of(HTTPS_PORT), AMQPS_PORT, MQTTS_PORT, dataDir, MessagingRules.DEFAULT);
    }

    /** At free ports of an address, where no SDK needs the standard ones. */
    public static EmulatorSettings atFreePorts(String address, Path dataDir) {
        return new EmulatorSettings(address, List.of(0), 0, 0, dataDir, MessagingRules.DEFAULT);
    }

    /** The same, but messages are treated in another way. */
    public EmulatorSettings with(MessagingRules rules) {
        return new EmulatorSettings(address, httpsPorts, amqpsPort, mqttsPort, dataDir, rules);
    }
}
