package io.downlink.emulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The port of HTTPS, which many systems keep from ordinary users, and which connection strings cannot do without. */
public final class Port443 {
    /** 443. */
    public static final int NUMBER = 443;

    private Port443() {}

    /** Whether this process may listen there now. */
    public static boolean free(String address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), NUMBER));
            return true;
        } catch (IOException notForUs) {
            return false;
        }
    }
}
