package io.downlink.emulator.hub;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The devices of a hub: one of them is found at once, and all can be gone through in the order of their ids from anywhere
 * among them, while some come and go.
 */
final class Devices {
    private final Map<DeviceId, Device> byId = new ConcurrentHashMap<>(); // decides who is there
    private final ConcurrentNavigableMap<String, Device> inOrder = new ConcurrentSkipListMap<>();

    @Nullable
    Device find(DeviceId id) {
        return byId.get(id);
    }

    /**
     * Adds a device, unless there is one of its id.
     *
     * @param before runs before anybody can find it; if it fails, it is not added
     * @return whether it was added
     */
    boolean add(Device device, Runnable before) {
        DeviceId id = device.client().id().device();
        Device there = byId.computeIfAbsent(id, _ -> {
            before.run();
            inOrder.put(id.value(), device);
            return device;
        });
        return there == device;
    }

    /** Removes this very device; one of the same id that came after it stays. */
    void remove(Device device) {
        byId.computeIfPresent(device.client().id().device(), (id, there) -> {
            if (there != device) {
                return there;
            }
            inOrder.remove(id.value());
            return null;
        });
    }

    /** All of them, in no order. */
    Collection<Device> all() {
        return byId.values();
    }

    /** Those whose ids follow this one, in their order; null: all. */
    Stream<Device> after(@Nullable String id) {
        return (id == null ? inOrder : inOrder.tailMap(id, false)).values().stream();
    }

    /**
     * The modules that follow one, in the order of their devices and then of their own ids.
     *
     * @param module its id with its device's, as {@link ClientId#toString} has them; null: all modules
     */
    Stream<Client> modulesAfter(@Nullable String module) {
        if (module == null) {
            return after(null).flatMap(Device::modules);
        }
        String id = module.substring(0, Math.max(0, module.indexOf('/')));
        Device device = inOrder.get(id);
        Stream<Client> others = after(id).flatMap(Device::modules);
        return device == null ? others : Stream.concat(device.modulesAfter(module), others);
    }
}
