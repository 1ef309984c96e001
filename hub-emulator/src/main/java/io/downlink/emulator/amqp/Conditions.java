package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.SessionEnd;
import java.util.Objects;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** The hub's refusals as AMQP writes them; the SDKs know an error by its condition alone. */
final class Conditions {
    private Conditions() {}

    static ErrorCondition of(HubException refusal) {
        return condition(condition(refusal.error()), Objects.requireNonNullElse(refusal.getMessage(), ""));
    }

    /** Why the hub ends a client's links. */
    static ErrorCondition of(SessionEnd why) {
        return switch (why) {
            case LEFT, CUT -> detachForced("The hub has ended the session.");
            case REPLACED -> condition("amqp:link:stolen", "The client has connected once more.");
            case DISABLED -> condition("amqp:unauthorized-access", "The device is disabled.");
            case REMOVED -> condition("amqp:not-found", "The device or module has been removed.");
        };
    }

    /** The hub detaches, and the client may come again. */
    static ErrorCondition detachForced(String reason) {
        return condition("amqp:link:detach-forced", reason);
    }

    /** The client may come again, with another token: the SDKs give up for ever where they read unauthorized. */
    static ErrorCondition tokenExpired() {
        return detachForced("The token has expired.");
    }

    /** More waits for the client than the hub keeps. */
    static ErrorCondition tooMuchWaits() {
        return condition("amqp:resource-limit-exceeded", "Too many messages wait for credit.");
    }

    static ErrorCondition noSuchAddress() {
        return condition("amqp:not-found", "The emulator has no such address in this direction.");
    }

    static ErrorCondition noFileUploads() {
        return condition("amqp:not-implemented", "The emulator has no file uploads.");
    }

    static ErrorCondition condition(String condition, String reason) {
        return new ErrorCondition(Symbol.valueOf(condition), reason);
    }

    private static String condition(HubError error) {
        return switch (error) {
            case DEVICE_NOT_FOUND, MODULE_NOT_FOUND, JOB_NOT_FOUND -> "amqp:not-found";
            case DEVICE_MAXIMUM_QUEUE_DEPTH_EXCEEDED,
                    TOO_MANY_MODULES,
                    TOO_MANY_DEVICES,
                    THROTTLING_MAX_ACTIVE_JOB_COUNT -> "amqp:resource-limit-exceeded";
            case THROTTLING,
                    THROTTLE_BACKLOG_LIMIT_EXCEEDED,
                    THROTTLING_BACKLOG_TIMEOUT,
                    DEVICE_THROTTLING_LIMIT_EXCEEDED,
                    RECEIVE_LINK_OPENS_THROTTLED -> "com.microsoft:device-container-throttled";
            case QUOTA_EXCEEDED -> "com.microsoft:quota-exceeded";
            case NOT_AVAILABLE_IN_TIER -> "amqp:not-allowed";
            case MESSAGE_TOO_LARGE -> "amqp:link:message-size-exceeded";
            case UNAUTHORIZED -> "amqp:unauthorized-access";
            case NOT_IMPLEMENTED, OPERATION_NOT_ALLOWED -> "amqp:not-implemented";
            case PRECONDITION_FAILED, JOB_RUN_PRECONDITION_FAILED -> "amqp:precondition-failed";
            case DEVICE_MESSAGE_LOCK_LOST -> "com.microsoft:message-lock-lost";
            case INVALID_MESSAGE_EXPIRY_TIME -> "com.microsoft:argument-out-of-range";
            case ARGUMENT_INVALID,
                    DEVICE_DEFINED_MULTIPLE_TIMES,
                    BULK_REGISTRY_OPERATION_FAILURE,
                    FORMAT_ERROR,
                    INVALID_PROTOCOL_VERSION -> "com.microsoft:argument-error";
            case DEVICE_ALREADY_EXISTS, MODULE_ALREADY_EXISTS, JOB_ALREADY_EXISTS ->
                "com.microsoft:device-already-exists";
            case GATEWAY_TIMEOUT, GENERIC_TIMEOUT -> "com.microsoft:timeout";
            case DEVICE_NOT_ONLINE,
                    DEVICE_CONNECTION_CLOSED,
                    SERVER_ERROR,
                    SERVICE_UNAVAILABLE,
                    PARTITION_NOT_FOUND,
                    SERVER_BUSY,
                    DEVICE_UNAVAILABLE -> "amqp:internal-error";
        };
    }
}
