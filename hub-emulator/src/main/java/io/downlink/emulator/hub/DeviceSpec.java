package io.downlink.emulator.hub;

import org.jspecify.annotations.Nullable;

/**
 * A device as a client of the registry wants it.
 *
 * @param keys null: the hub makes them
 * @param enabled a disabled device cannot connect
 * @param statusReason free text; null when none is given
 */
public record DeviceSpec(
        DeviceId id,
        @Nullable SymmetricKeys keys,
        boolean enabled,
        @Nullable String statusReason) {}
