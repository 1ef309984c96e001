package io.downlink.emulator.faults;

import java.util.Set;

/** The hub's ways in, which an outage closes. */
public interface FrontEnds {
    /** Cuts their connections, and treats new ones so; returns at once. */
    void close(Set<FrontEnd> which, Kind.Connections connections);

    /** Lets clients in again; returns at once. */
    void open(Set<FrontEnd> which);
}
