package io.downlink.emulator.mqtt;

import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.HubException;

/**
 * Who a CONNECT packet says it is.
 *
 * @param hubHost the hub it means
 */
record ConnectIdentity(String hubHost, DeviceId device) {

    /**
     * Reads the user name from its left, {@code {hub}/{device}/?api-version=...}; what follows the id is for logs only.
     *
     * @throws HubException unauthorized, if it does not name the same device as the client id; modules are not
     *     implemented, so there is none to be
     */
    static ConnectIdentity of(String clientId, String userName) {
        int hubEnd = userName.indexOf('/');
        if (hubEnd < 0) {
            throw HubException.unauthorized();
        }
        int idEnd = userName.indexOf('/', hubEnd + 1);
        String id = userName.substring(hubEnd + 1, idEnd < 0 ? userName.length() : idEnd);
        if (!id.equals(clientId)) {
            throw HubException.unauthorized();
        }
        return new ConnectIdentity(userName.substring(0, hubEnd), new DeviceId(id));
    }
}
