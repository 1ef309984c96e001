package io.downlink.emulator;

import java.nio.file.Path;
import java.util.List;

/**
 * Where an emulator listens and keeps its files.
 *
 * @param address a loopback address, which is the hub's host name too; the Java device SDK wants a dot in it, so
 *     {@code localhost} will not do
 * @param httpsPorts at least one; 0: a free one
 * @param mqttsPort the device SDKs know no other than 8883; 0: a free one
 * @param dataDir holds the development CA; made when missing
 */
public record EmulatorSettings(String address, List<Integer> httpsPorts, int mqttsPort, Path dataDir) {
    /** Where the emulator serves HTTPS, unless told otherwise. */
    public static final int HTTPS_PORT = 8443;

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

    /** At the ports 8443 and 8883 of an address. */
    public static EmulatorSettings at(String address, Path dataDir) {
        return new EmulatorSettings(address, List.of(HTTPS_PORT), MQTTS_PORT, dataDir);
    }
}
