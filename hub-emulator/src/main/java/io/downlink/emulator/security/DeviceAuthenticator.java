package io.downlink.emulator.security;

import io.downlink.emulator.hub.Authentication;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.ClientSnapshot;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.SymmetricKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Decides whether somebody is the device it says it is. */
public final class DeviceAuthenticator {
    private final Hub hub;
    private final HostNames hostNames;
    private final ServiceAuthorizer policies;
    private final DeviceCertificates certificates;
    private final AccessRules rules;
    private final Clock clock;
    private final Set<ClientId> expired =
            ConcurrentHashMap.newKeySet(); // they come again and again; the log has it once

    public DeviceAuthenticator(
            Hub hub, HostNames hostNames, ServiceAuthorizer policies, AccessRules rules, Clock clock) {
        this.hub = hub;
        this.hostNames = hostNames;
        this.policies = policies;
        this.certificates = new DeviceCertificates(rules.authorities(), clock);
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Checks a certificate that the registry knows, or a token that the device itself signed, for itself or for its module, or a policy with
     * {@link Right#DEVICE_CONNECT}. Only such a policy makes an identity of a virtual device.
     *
     * @param hubHost what the device calls the hub, without a port
     * @return how long a connection may live on this credential: until the credential ends, and {@link AccessRules#grace}
     * @throws HubException unauthorized, or device or module not found
     */
    public Instant authenticate(String hubHost, ClientId id, Credential credential) {
        if (!hostNames.include(hubHost)) {
            throw HubException.unauthorized();
        }
        ClientSnapshot client = hub.registry().registered(id).orElseGet(() -> register(id, credential));
        if (!client.mayConnect()) {
            throw HubException.unauthorized();
        }
        Instant end = switch (credential) {
            case Credential.Token(String text) -> end(SasToken.parse(text), id);
            case Credential.Certificate certificate ->
                end(certificate, id.toString(), client.identity().authentication());
            case Credential.None _ -> throw HubException.unauthorized();
        };
        return end.plus(rules.grace());
    }

    /** A virtual device that nobody needed yet has no keys, so that it comes into being for a policy's token alone. */
    private ClientSnapshot register(ClientId id, Credential credential) {
        if (!hub.virtual().contains(id.device().value())) {
            throw HubException.notFound(id);
        }
        if (!(credential instanceof Credential.Token(String text))) {
            throw HubException.unauthorized();
        }
        end(SasToken.parse(text), id);
        return hub.registry().get(id);
    }

    private Instant end(SasToken token, ClientId id) {
        boolean signed = token.policy() == null
                ? hostNames.coveredBy(token, id.path()) && keysFor(id).anyMatch(token::signedWith)
                : policies.policyOf(token, id.path()).allows(Right.DEVICE_CONNECT);
        if (!signed) {
            throw HubException.unauthorized();
        }
        Expiry.check(token.expiry(), clock, id, () -> expired.add(id));
        expired.remove(id);
        return token.expiry();
    }

    /** A device's keys are good for its modules, too: the SDKs' own end-to-end tests connect modules with them. */
    private Stream<SymmetricKeys> keysFor(ClientId id) {
        return Stream.of(id, ClientId.of(id.device()))
                .flatMap(owner -> hub.registry().registered(owner).stream())
                .map(owner -> owner.identity().authentication())
                .filter(Authentication.Sas.class::isInstance)
                .map(Authentication.Sas.class::cast)
                .map(Authentication.Sas::keys);
    }

    private Instant end(Credential.Certificate certificate, String name, Authentication authentication) {
        if (!certificates.accept(certificate.chain(), authentication, name)) {
            throw HubException.unauthorized();
        }
        return certificate.chain().getFirst().getNotAfter().toInstant();
    }
}
