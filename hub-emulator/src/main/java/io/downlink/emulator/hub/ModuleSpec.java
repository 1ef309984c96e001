package io.downlink.emulator.hub;

import org.jspecify.annotations.Nullable;

/**
 * A module as a client of the registry wants it. It has no status: it may connect while its device may.
 *
 * @param authentication null: by keys that the hub makes
 * @param managedBy free text; null or empty when none is given
 */
public record ModuleSpec(
        DeviceId device,
        ModuleId id,
        @Nullable Authentication authentication,
        @Nullable String managedBy) implements IdentitySpec {
    @Override
    public ClientId client() {
        return new ClientId(device, id);
    }
}
