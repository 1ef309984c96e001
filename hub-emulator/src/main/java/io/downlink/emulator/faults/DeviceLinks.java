package io.downlink.emulator.faults;

import io.downlink.emulator.hub.DeviceConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The links of all connected devices. */
final class DeviceLinks {
    private final Set<DeviceLink> links = ConcurrentHashMap.newKeySet();

    void add(DeviceLink link) {
        links.add(link);
    }

    void remove(DeviceConnection link) {
        links.remove(link);
    }

    /** Lets something happen to those links that a fault strikes. */
    void strike(FaultInForce fault, Consumer<DeviceLink> mishap) {
        links.stream()
                .sorted((one, other) -> one.device().compareTo(other.device())) // so that a seed means the same devices
                .filter(link -> fault.strikes(link.device()))
                .forEach(mishap);
    }
}
