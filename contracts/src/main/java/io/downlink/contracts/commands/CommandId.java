package io.downlink.contracts.commands;

import org.jspecify.annotations.Nullable;

/**
 * Which command this is. Two records with the same identity ask for the same thing, however often they are written.
 *
 * @param hub the configured name of the hub, {@code default} unless the request says otherwise
 * @param deviceId the device, and the key of the Kafka record
 * @param moduleId the module on that device, null for the device itself
 * @param commandId unique per device: at most 128 characters of IoT Hub's message-id alphabet
 */
public record CommandId(
        String hub, String deviceId, @Nullable String moduleId, String commandId) {

    /** The lane that this command runs in: one command of a lane is executed at a time, in topic order. */
    public Lane lane() {
        return new Lane(hub, deviceId, moduleId);
    }

    /** Whose commands are executed one at a time, in topic order: a device, or one module on it. */
    public record Lane(
            String hub, String deviceId, @Nullable String moduleId) {}
}
