package io.downlink.emulator.hub;

import org.jspecify.annotations.Nullable;

/** A device or a module as a client of the registry wants it. */
public sealed interface IdentitySpec permits DeviceSpec, ModuleSpec {
    /** Whom it is about. */
    ClientId client();

    /** How it is to prove who it is; null: by keys that the hub makes. */
    @Nullable
    Authentication authentication();
}
