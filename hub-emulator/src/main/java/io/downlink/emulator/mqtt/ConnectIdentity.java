package io.downlink.emulator.mqtt;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubException;

/**
 * Who a CONNECT packet says it is.
 *
 * @param hubHost the hub it means
 */
record ConnectIdentity(String hubHost, ClientId client) {

    /**
     * Reads the client id alone: the library keeps back the user name of a client that has no password, as one with a
     * certificate has none.
     *
     * @param clientId {@code {device}} or {@code {device}/{module}}
     * @throws HubException unauthorized, if it names no client
     */
    static ConnectIdentity of(String clientId, Hub hub) {
        return new ConnectIdentity(hub.hostName(), client(clientId));
    }

    /**
     * Reads the user name from its left, {@code {hub}/{client id}/?api-version=...}; what follows is for logs only.
     *
     * @param clientId {@code {device}} or {@code {device}/{module}}
     * @throws HubException unauthorized, if both do not name the same client
     */
    static ConnectIdentity of(String clientId, String userName) {
        int hubEnd = userName.indexOf('/');
        if (hubEnd < 0
                || !userName.startsWith(clientId, hubEnd + 1)
                || !endsAt(userName, hubEnd + 1 + clientId.length())) {
            throw HubException.unauthorized();
        }
        return new ConnectIdentity(userName.substring(0, hubEnd), client(clientId));
    }

    private static ClientId client(String clientId) {
        String[] names = clientId.split("/", -1);
        return switch (names.length) {
            case 1 -> ClientId.of(names[0], null);
            case 2 -> ClientId.of(names[0], names[1]);
            default -> throw HubException.unauthorized();
        };
    }

    private static boolean endsAt(String userName, int end) {
        return end == userName.length() || userName.charAt(end) == '/';
    }
}
