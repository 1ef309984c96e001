package io.downlink.emulator.security;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.HubException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Decides what clients may that do not say who they are when they connect: on AMQP only the token itself says whom it is
 * for, and a service may send one as well as a device.
 */
public final class ConnectionAuthenticator {
    private static final Pattern CLIENT = Pattern.compile("/devices/([^/]+)(?:/modules/([^/]+))?");
    private static final Set<Right> ON_A_CONNECTION = Set.copyOf(EnumSet.of(Right.MESSAGES, Right.DEVICE_CONNECT));

    private final DeviceAuthenticator devices;
    private final ServiceAuthorizer policies;
    private final Clock clock;

    public ConnectionAuthenticator(DeviceAuthenticator devices, ServiceAuthorizer policies, Clock clock) {
        this.devices = devices;
        this.policies = policies;
        this.clock = clock;
    }

    /** Whether to judge a token may mean to wait for the issuer's keys, so that it must not happen on an event loop. */
    public boolean mayWait(@Nullable String token) {
        return policies.mayWait(token);
    }

    /**
     * Judges a token of a device, of a module, of a policy or of the configured issuer; may wait, see {@link #mayWait}.
     *
     * @throws HubException unauthorized, or device or module not found
     */
    public Grant ofToken(String text) {
        if (ServiceAuthorizer.isBearer(text)) {
            return new Grant(Set.of(Right.MESSAGES), "", policies.authorize(text, Right.MESSAGES));
        }
        return ofSignature(text);
    }

    /**
     * Judges a token that comes as a password; never waits, because a bearer token is refused.
     *
     * @throws HubException unauthorized, or device or module not found
     */
    public Grant ofPassword(String text) {
        if (ServiceAuthorizer.isBearer(text)) {
            throw HubException.unauthorized();
        }
        return ofSignature(text);
    }

    /**
     * Judges the certificate of a connection whose client attaches to a place of a device or a module.
     *
     * @param hubHost what the client calls the hub, without a port
     * @param tls null: there is none
     * @throws HubException unauthorized, or device or module not found
     */
    public Grant ofCertificate(String hubHost, ClientId client, @Nullable SSLSession tls) {
        return ofClient(hubHost, client, Credential.of(null, tls));
    }

    private Grant ofSignature(String text) {
        SasToken token = SasToken.parse(text);
        return token.policy() == null ? ofClient(token, text) : ofPolicy(token);
    }

    private Grant ofClient(SasToken token, String text) {
        Matcher path = CLIENT.matcher(token.path());
        if (!path.matches()) {
            throw HubException.unauthorized();
        }
        ClientId client = ClientId.of(path.group(1), path.group(2));
        return ofClient(token.host(), client, new Credential.Token(text));
    }

    private Grant ofClient(String hubHost, ClientId client, Credential credential) {
        return new Grant(
                Set.of(Right.DEVICE_CONNECT), client.path(), devices.authenticate(hubHost, client, credential));
    }

    private Grant ofPolicy(SasToken token) {
        SharedAccessPolicy policy = policies.policyOf(token, token.path());
        Set<Right> rights = EnumSet.copyOf(ON_A_CONNECTION);
        rights.removeIf(right -> !policy.allows(right));
        if (rights.isEmpty()) {
            throw HubException.unauthorized();
        }
        Expiry.check(token.expiry(), clock, policy.name());
        return new Grant(rights, token.path(), token.expiry());
    }
}
