package io.downlink.emulator.security;

import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceIdentity;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubException;
import java.time.Clock;
import java.time.Instant;

/** Decides whether somebody is the device it says it is. */
public final class DeviceAuthenticator {
    private final Hub hub;
    private final ServiceAuthorizer policies;
    private final Clock clock;

    public DeviceAuthenticator(Hub hub, ServiceAuthorizer policies, Clock clock) {
        this.hub = hub;
        this.policies = policies;
        this.clock = clock;
    }

    /**
     * Checks a token that the device itself signed, or a policy with {@link Right#DEVICE_CONNECT}.
     *
     * @return when the token expires
     * @throws HubException unauthorized, or device not found
     */
    public Instant authenticate(DeviceId id, String text) {
        DeviceIdentity identity = hub.registry().get(id).identity();
        SasToken token = SasToken.parse(text);
        String resource = hub.hostName() + "/devices/" + id;
        boolean signed = token.policy() == null
                ? token.covers(resource) && token.signedWith(identity.keys())
                : policies.policyOf(token, resource).allows(Right.DEVICE_CONNECT);
        if (!signed || !identity.enabled() || !token.expiry().isAfter(clock.instant())) {
            throw HubException.unauthorized();
        }
        return token.expiry();
    }
}
