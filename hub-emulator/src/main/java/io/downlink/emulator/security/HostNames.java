package io.downlink.emulator.security;

import java.util.List;

/**
 * The names that clients may call a hub by. A token or a device's connection may use any of them.
 *
 * @param names addresses and DNS names, without a port
 */
public record HostNames(List<String> names) {
    public HostNames {
        names = List.copyOf(names);
    }

    /** Whether this is one of them, whatever its case. */
    public boolean include(String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    /**
     * Whether a token is good for a resource of the hub, under one of its names.
     *
     * @param path such as {@code /devices/pump-1}; empty: the whole hub
     */
    boolean coveredBy(SasToken token, String path) {
        return names.stream().anyMatch(name -> token.covers(name + path));
    }
}
