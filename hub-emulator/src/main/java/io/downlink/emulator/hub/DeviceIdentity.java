package io.downlink.emulator.hub;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the registry keeps of a device.
 *
 * @param generationId another one for each device that ever had this id
 * @param etag another one after each write
 * @param statusUpdated null until the status changes
 */
public record DeviceIdentity(
        DeviceId id,
        String generationId,
        String etag,
        Authentication authentication,
        boolean enabled,
        @Nullable String statusReason,
        @Nullable Instant statusUpdated) {

    /** As the service calls it. */
    public String status() {
        return enabled ? "enabled" : "disabled";
    }

    /**
     * The keys of a device that has some.
     *
     * @throws IllegalStateException if it proves in another way who it is
     */
    public SymmetricKeys keys() {
        if (authentication instanceof Authentication.Sas sas) {
            return sas.keys();
        }
        throw new IllegalStateException(id + " has no keys: its authentication is " + authentication.type());
    }

    DeviceIdentity replacedBy(DeviceSpec spec, String newEtag, Instant now) {
        return new DeviceIdentity(
                id,
                generationId,
                newEtag,
                // As the service does: an update without authentication makes new keys.
                spec.authenticationOrNewKeys(),
                spec.enabled(),
                spec.statusReason(),
                spec.enabled() == enabled ? statusUpdated : now);
    }
}
