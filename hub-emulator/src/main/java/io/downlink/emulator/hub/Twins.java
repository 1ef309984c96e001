package io.downlink.emulator.hub;

import io.downlink.emulator.query.Documents;

/** The twins, as a service sees them. */
public final class Twins {
    private final Registry registry;

    Twins(Registry registry) {
        this.registry = registry;
    }

    /**
     * One twin.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}, of a module too
     */
    public TwinSnapshot get(ClientId id) {
        return snapshot(find(id));
    }

    /** The twin of a device, as {@link #get(ClientId)} has it. */
    public TwinSnapshot get(DeviceId device) {
        return get(ClientId.of(device));
    }

    /** The twins of all devices, in the order of their ids, for queries. */
    public Documents documents() {
        return after -> registry.devicesAfter(after).map(TwinRow::new);
    }

    /** The twins of all modules, in the order of their devices' and their own ids, for queries. */
    public Documents moduleDocuments() {
        return after -> registry.modulesAfter(after).map(TwinRow::new);
    }

    /**
     * Changes tags and desired properties and tells the client, if it listens.
     *
     * @return the twin after the change
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}, {@link HubError#PRECONDITION_FAILED}, or a limit is broken
     */
    public TwinSnapshot change(ClientId id, TwinChange change, IfMatch condition) {
        Client client = find(id);
        client.changeTwin(change, condition);
        return snapshot(client);
    }

    /** Changes the twin of a device, as {@link #change(ClientId, TwinChange, IfMatch)} does. */
    public TwinSnapshot change(DeviceId device, TwinChange change, IfMatch condition) {
        return change(ClientId.of(device), change, condition);
    }

    /** The service has no error of its own for the twin of a module that it does not know. */
    private Client find(ClientId id) {
        try {
            return registry.find(id);
        } catch (HubException unknown) {
            throw new HubException(HubError.DEVICE_NOT_FOUND, String.valueOf(unknown.getMessage()));
        }
    }

    private static TwinSnapshot snapshot(Client client) {
        return client.twin().snapshot(client.snapshot());
    }
}
