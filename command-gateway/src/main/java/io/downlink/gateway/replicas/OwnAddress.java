package io.downlink.gateway.replicas;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where the other replicas ask this one by HTTP.
 *
 * @param url scheme, host and port; empty where nobody can ask this replica
 */
public record OwnAddress(Optional<URI> url) {
    /** Of a replica that serves no commands by HTTP. */
    public static final OwnAddress NONE = new OwnAddress(Optional.empty());

    /**
     * An address that an operator has chosen.
     *
     * @throws IllegalArgumentException if it is more, or less, than scheme, host and port
     */
    public static OwnAddress of(URI url) {
        if (!isAddress(url)) {
            throw new IllegalArgumentException(
                    ("\"%s\" is no address of a replica: write scheme, host and port, such as http://10.0.0.7:8081;"
                                    + " a host name has letters, digits, \"-\" and \".\", and no \"_\"")
                            .formatted(url));
        }
        return new OwnAddress(Optional.of(url));
    }

    /**
     * The address that the port is bound to. Where that is every address of this machine, it is the one that its name
     * stands for: a pod's, in Kubernetes.
     *
     * @param port 0 where the system chooses one: then nobody can know it
     * @return {@link #NONE} where no address is known to be this replica's, and no other's
     */
    public static OwnAddress bound(String host, int port) {
        if (port == 0) {
            return NONE;
        }
        try {
            InetAddress bound = InetAddress.getByName(host);
            return bound.isAnyLocalAddress() ? ofMachine(InetAddress.getLocalHost(), port) : at(bound, port);
        } catch (UnknownHostException _) {
            return NONE;
        }
    }

    /**
     * Where this machine's name stands for a loopback address (127.0.1.1 on Debian), so does every other machine's: the
     * replicas there would take each other's address for their own.
     */
    static OwnAddress ofMachine(InetAddress named, int port) {
        return named.isLoopbackAddress() ? NONE : at(named, port);
    }

    private static OwnAddress at(InetAddress address, int port) {
        String literal = address.getHostAddress();
        if (literal.contains("%")) {
            return NONE; // an address of a link, and the link's name is this machine's own
        }
        return of(URI.create("http://%s:%d".formatted(literal.contains(":") ? "[" + literal + "]" : literal, port)));
    }

    /** As it stands beside the offsets that this replica commits. */
    public String asMetadata() {
        return url.map(URI::toString).orElse("");
    }

    /** Reads what an owner has written beside an offset; empty where that is no address. */
    static Optional<URI> read(String metadata) {
        try {
            return Optional.of(URI.create(metadata)).filter(OwnAddress::isAddress);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isAddress(URI url) {
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getUserInfo() == null
                && url.getRawPath().isEmpty()
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }
}
