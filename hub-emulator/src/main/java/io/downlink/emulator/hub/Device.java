package io.downlink.emulator.hub;

import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A device together with its modules, which end with it. */
final class Device {
    private final Client client;
    private final ConcurrentNavigableMap<String, Client> modules =
            new ConcurrentSkipListMap<>(); // by what their ids are as text
    private boolean removed; // guarded by this

    Device(Client client) {
        this.client = client;
    }

    /** The device itself. */
    Client client() {
        return client;
    }

    /** The modules, in the order of their ids. */
    Stream<Client> modules() {
        return modules.values().stream();
    }

    /** The modules that follow this text in that order. */
    Stream<Client> modulesAfter(String id) {
        return modules.tailMap(id, false).values().stream();
    }

    /** The device, then its modules. */
    Stream<Client> all() {
        return Stream.concat(Stream.of(client), modules());
    }

    Client module(ClientId id) {
        Client module = modules.get(id.toString());
        if (module == null) {
            throw HubException.notFound(id);
        }
        return module;
    }

    synchronized void add(Client module, long write) {
        ClientId id = module.id();
        if (removed) {
            throw HubException.notFound(client.id());
        }
        if (modules.containsKey(id.toString())) {
            throw new HubException(
                    HubError.MODULE_ALREADY_EXISTS,
                    "Module '" + id.module() + "' on device '" + id.device() + "' is already registered.");
        }
        if (modules.size() >= Limits.MODULES_PER_DEVICE_MAX) {
            throw new HubException(
                    HubError.TOO_MANY_MODULES,
                    "A device has at most " + Limits.MODULES_PER_DEVICE_MAX + " modules: " + id.device());
        }
        module.register(write);
        modules.put(id.toString(), module);
    }

    /** A module that an earlier hub had. */
    synchronized void restore(Client module) {
        modules.put(module.id().toString(), module);
    }

    /** Replaces the device's own identity; disabling ends its connection and those of its modules. */
    ClientSnapshot replace(DeviceSpec spec, IfMatch condition, long write) {
        client.replace(spec, condition, write);
        if (!spec.enabled()) {
            modules().forEach(module -> module.end(SessionEnd.DISABLED));
        }
        return client.snapshot();
    }

    /**
     * Ends the device and its modules.
     *
     * @param gone is told of each
     */
    void remove(IfMatch condition, Consumer<Identity> gone) {
        client.remove(condition);
        List<Client> left;
        synchronized (this) {
            removed = true;
            left = List.copyOf(modules.values());
            modules.clear();
        }
        gone.accept(client.identity());
        left.stream().filter(module -> module.removeIf(IfMatch.ANY)).forEach(module -> gone.accept(module.identity()));
    }

    void removeModule(ClientId id, IfMatch condition, Consumer<Identity> gone) {
        Client module = module(id);
        module.remove(condition);
        modules.remove(id.toString(), module);
        gone.accept(module.identity());
    }
}
