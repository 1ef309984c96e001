package io.downlink.emulator.hub;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the registry keeps of a device or a module.
 *
 * @param generationId another one for each client that ever had this id
 * @param etag another one after each write
 * @param enabled of a module always true: only its device can be disabled
 * @param statusUpdated null until the status changes
 * @param managedBy who looks after a module; null for a device
 */
public record Identity(
        ClientId id,
        String generationId,
        String etag,
        Authentication authentication,
        boolean enabled,
        @Nullable String statusReason,
        @Nullable Instant statusUpdated,
        @Nullable String managedBy) {

    /** As the service calls it. */
    public String status() {
        return enabled ? "enabled" : "disabled";
    }

    /**
     * The keys of a client that has some.
     *
     * @throws IllegalStateException if it proves in another way who it is
     */
    public SymmetricKeys keys() {
        if (authentication instanceof Authentication.Sas sas) {
            return sas.keys();
        }
        throw new IllegalStateException(id + " has no keys: its authentication is " + authentication.type());
    }

    static Identity created(IdentitySpec spec, String generationId, String etag) {
        return of(spec, generationId, etag, null);
    }

    Identity replacedBy(IdentitySpec spec, String newEtag, Instant now) {
        Identity next = of(spec, generationId, newEtag, statusUpdated);
        return next.enabled == enabled ? next : of(spec, generationId, newEtag, now);
    }

    private static Identity of(IdentitySpec spec, String generationId, String etag, @Nullable Instant statusUpdated) {
        // As the service does: an update without authentication makes new keys.
        Authentication authentication =
                spec.authentication() == null ? new Authentication.Sas(SymmetricKeys.random()) : spec.authentication();
        return switch (spec) {
            case DeviceSpec device ->
                new Identity(
                        device.client(),
                        generationId,
                        etag,
                        authentication,
                        device.enabled(),
                        device.statusReason(),
                        statusUpdated,
                        null);
            case ModuleSpec module ->
                new Identity(
                        module.client(),
                        generationId,
                        etag,
                        authentication,
                        true,
                        null,
                        statusUpdated,
                        module.managedBy());
        };
    }
}
