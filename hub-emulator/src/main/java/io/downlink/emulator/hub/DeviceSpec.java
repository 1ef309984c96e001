package io.downlink.emulator.hub;

import org.jspecify.annotations.Nullable;

/**
 * A device as a client of the registry wants it.
 *
 * @param authentication null: by keys that the hub makes
 * @param enabled a disabled device cannot connect
 * @param statusReason free text; null when none is given
 */
public record DeviceSpec(
        DeviceId id,
        @Nullable Authentication authentication,
        boolean enabled,
        @Nullable String statusReason) {

    Authentication authenticationOrNewKeys() {
        return authentication == null ? new Authentication.Sas(SymmetricKeys.random()) : authentication;
    }
}
