package io.downlink.emulator.http;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.security.Credential;
import io.downlink.emulator.security.DeviceAuthenticator;

/** Lets requests of devices pass: each brings its own credential. */
final class DeviceGate {
    private final String hubHost;
    private final DeviceAuthenticator authenticator;

    DeviceGate(String hubHost, DeviceAuthenticator authenticator) {
        this.hubHost = hubHost;
        this.authenticator = authenticator;
    }

    /**
     * Who sends a request. Devices in the field speak many versions of the API, so any will do.
     *
     * @throws HubException if the version is missing, the device is unknown, or its credential is not good now
     */
    DeviceId admit(Exchange exchange) {
        String version = exchange.parameter("api-version");
        if (version == null || version.isBlank()) {
            throw new HubException(HubError.INVALID_PROTOCOL_VERSION, "The parameter api-version is missing.");
        }
        DeviceId device = new DeviceId(exchange.variable(0));
        authenticator.authenticate(
                hubHost, ClientId.of(device), Credential.of(exchange.header("Authorization"), exchange.tlsSession()));
        return device;
    }
}
