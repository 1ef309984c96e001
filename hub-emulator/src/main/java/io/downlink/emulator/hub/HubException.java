package io.downlink.emulator.hub;

/** The hub refuses; an expected outcome, so it carries no stack trace. Its message names no key, token or payload. */
public final class HubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HubError error;

    public HubException(HubError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    /** What the refusal is called on the wire. */
    public HubError error() {
        return error;
    }

    /** A device that was called has not answered in time. */
    public static HubException notAnswered() {
        return new HubException(HubError.GATEWAY_TIMEOUT, "Timed out waiting for the response from device.");
    }

    /** The one answer to everybody who may not: it does not tell which of key, token, right or device was wrong. */
    public static HubException unauthorized() {
        return new HubException(HubError.UNAUTHORIZED, "Unauthorized");
    }

    /** Says of a device or a module that there is none. */
    public static HubException notFound(ClientId client) {
        return client.module() == null
                ? new HubException(HubError.DEVICE_NOT_FOUND, "Device " + client + " not registered")
                : new HubException(HubError.MODULE_NOT_FOUND, "Module " + client + " not registered");
    }
}
