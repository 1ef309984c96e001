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
    private final HostNames hostNames;
    private final ServiceAuthorizer policies;
    private final Clock clock;

    public DeviceAuthenticator(Hub hub, HostNames hostNames, ServiceAuthorizer policies, Clock clock) {
        this.hub = hub;
        this.hostNames = hostNames;
        this.policies = policies;
        this.clock = clock;
    }

    /**
     * Checks a token that the device itself signed, or a policy with {@link Right#DEVICE_CONNECT}.
     *
     * @param hubHost what the device calls the hub
     * @return when the token expires
     * @throws HubException unauthorized, or device not found
     */
    public Instant authenticate(String hubHost, DeviceId id, String text) {
        if (!hostNames.include(hubHost)) {
            throw HubException.unauthorized();
        }
        DeviceIdentity identity = hub.registry().get(id).identity();
        SasToken token = SasToken.parse(text);
        String path = "/devices/" + id;
        boolean signed = token.policy() == null
                ? hostNames.coveredBy(token, path) && token.signedWith(identity.keys())
                : policies.policyOf(token, path).allows(Right.DEVICE_CONNECT);
        if (!signed || !identity.enabled() || !token.expiry().isAfter(clock.instant())) {
            throw HubException.unauthorized();
        }
        return token.expiry();
    }
}
