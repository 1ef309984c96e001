package io.downlink.emulator.hub;

import org.jspecify.annotations.Nullable;

/**
 * A device as a client of the registry wants it.
 *
 * @param authentication null: by keys that the hub makes
 * @param enabled a disabled device cannot connect, and neither can its modules
 * @param statusReason free text; null when none is given
 */
public record DeviceSpec(
        DeviceId id,
        @Nullable Authentication authentication,
        boolean enabled,
        @Nullable String statusReason) implements IdentitySpec {
    @Override
    public ClientId client() {
        return ClientId.of(id);
    }
}
