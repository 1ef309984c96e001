package io.downlink.emulator.hub;

import org.jspecify.annotations.Nullable;

/**
 * Who connects to the hub, is called and gets messages: a device, or one of its modules. Each of them has a connection,
 * a twin and keys of its own.
 *
 * @param module null: the device itself
 */
public record ClientId(DeviceId device, @Nullable ModuleId module) {
    /** The device itself. */
    public static ClientId of(DeviceId device) {
        return new ClientId(device, null);
    }

    /**
     * A device, or with a second name one of its modules.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID}
     */
    public static ClientId of(String device, @Nullable String module) {
        return new ClientId(new DeviceId(device), module == null ? null : new ModuleId(module));
    }

    /** Its place in topics, addresses and tokens: {@code /devices/pump-1} or {@code /devices/pump-1/modules/meter}. */
    public String path() {
        return "/devices/" + device + (module == null ? "" : "/modules/" + module);
    }

    /** {@code pump-1} or {@code pump-1/meter}: a slash is in no id. */
    @Override
    public String toString() {
        return module == null ? device.value() : device + "/" + module;
    }
}
