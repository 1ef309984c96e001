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
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}
     */
    public TwinSnapshot get(DeviceId id) {
        Device device = registry.find(id);
        return device.twin().snapshot(device.snapshot());
    }

    /** All twins, in the order of their devices' ids, for queries. */
    public Documents documents() {
        return after -> registry.after(after)
                .map(device -> device.twin().snapshot(device.snapshot()))
                .map(twin ->
                        new Documents.Document(twin.device().identity().id().value(), TwinDocument.of(twin)));
    }

    /**
     * Changes tags and desired properties and tells the device, if it listens.
     *
     * @return the twin after the change
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}, {@link HubError#PRECONDITION_FAILED}, or a limit is broken
     */
    public TwinSnapshot change(DeviceId id, TwinChange change, IfMatch condition) {
        Device device = registry.find(id);
        Twin.DesiredChange announced = device.twin().change(change, condition);
        if (announced != null) {
            device.announce(announced);
        }
        return device.twin().snapshot(device.snapshot());
    }
}
