package io.downlink.hub;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a hub call did not succeed. Mapped once, here; nothing else reads an SDK exception. */
public sealed interface HubFailure {

    /** What the hub, or the connection, said. */
    Evidence evidence();

    record DeviceNotFound(Evidence evidence) implements HubFailure {}

    record ModuleNotFound(Evidence evidence) implements HubFailure {}

    record DeviceNotOnline(Evidence evidence) implements HubFailure {}

    record Unauthorized(Evidence evidence) implements HubFailure {}

    /** Any 403 that has no name of its own here. */
    record Forbidden(Evidence evidence) implements HubFailure {}

    record QuotaExceeded(Evidence evidence) implements HubFailure {}

    record NotAvailableInTier(Evidence evidence) implements HubFailure {}

    record PayloadTooLarge(Evidence evidence) implements HubFailure {}

    /** The device's queue holds as many messages as it may, 50 at IoT Hub: one must be completed or expire first. */
    record QueueFull(Evidence evidence) implements HubFailure {}

    /** @param retryAfter what the hub's text asks for, null where it gives no time */
    record Throttled(Evidence evidence, @Nullable Duration retryAfter) implements HubFailure {}

    /** A 400: the hub does not take the request as it stands. */
    record Refused(Evidence evidence) implements HubFailure {}

    /**
     * Nothing was sent: no token, unknown host, refused, no route, connect timeout, TLS handshake; or no place came free among
     * the calls in flight; or the client was closed before.
     */
    record Unreachable(Evidence evidence) implements HubFailure {}

    /** The hub says that the device did not answer in time (504101), or the hub itself did not answer. */
    record ResponseTimeout(Evidence evidence) implements HubFailure {}

    /** The connection to the hub broke after it stood. */
    record ConnectionLost(Evidence evidence) implements HubFailure {}

    /** The device's connection closed while it held the call (404104). */
    record DeviceConnectionLost(Evidence evidence) implements HubFailure {}

    /** Any 5xx but 504101. */
    record ServerError(Evidence evidence) implements HubFailure {}

    /** An answer came, but it is cut in its body or is no method's answer. */
    record AnswerUnreadable(Evidence evidence) implements HubFailure {}

    /** Our own wait was cancelled, or the client was closed, while the call was open. */
    record Abandoned(Evidence evidence) implements HubFailure {}

    /** What a hub says of jobs alone. */
    sealed interface JobRefusal extends HubFailure {}

    /** A job of this id is there already (409104); for whoever asks again it may be this very one. */
    record JobAlreadyExists(Evidence evidence) implements JobRefusal {}

    /** As many jobs are active as the tier allows (429004). */
    record JobSlotsFull(Evidence evidence) implements JobRefusal {}

    /** The hub knows no job of this id (404002). */
    record JobNotFound(Evidence evidence) implements JobRefusal {}

    /** The job runs, or has ended (405102): it cannot be cancelled. */
    record JobNotCancellable(Evidence evidence) implements JobRefusal {}

    /** What no row of the table knows, such as a 404 without IoT Hub's six digits. */
    record Unexpected(Evidence evidence) implements HubFailure {}

    /** Whether the same call may succeed later although nobody changed anything. */
    default boolean retryable() {
        return switch (this) { // no default: a new failure must not compile until this is answered
            case DeviceNotOnline _,
                    QueueFull _,
                    Throttled _,
                    JobSlotsFull _,
                    Unreachable _,
                    ResponseTimeout _,
                    ConnectionLost _,
                    DeviceConnectionLost _,
                    ServerError _,
                    AnswerUnreadable _,
                    Abandoned _,
                    Unexpected _ -> true;
            case DeviceNotFound _,
                    ModuleNotFound _,
                    Unauthorized _,
                    Forbidden _,
                    QuotaExceeded _,
                    NotAvailableInTier _,
                    PayloadTooLarge _,
                    JobAlreadyExists _,
                    JobNotFound _,
                    JobNotCancellable _,
                    Refused _ -> false;
        };
    }

    /** Whether the device may have acted, or will: a message may be in its queue. Then the outcome is in doubt, never failed. */
    default boolean mayHaveExecuted() {
        return switch (this) {
            case ResponseTimeout _,
                    ConnectionLost _,
                    DeviceConnectionLost _,
                    ServerError _,
                    AnswerUnreadable _,
                    Abandoned _,
                    Unexpected _ -> true;
            case DeviceNotFound _,
                    ModuleNotFound _,
                    DeviceNotOnline _,
                    Unauthorized _,
                    Forbidden _,
                    QuotaExceeded _,
                    NotAvailableInTier _,
                    PayloadTooLarge _,
                    QueueFull _,
                    Throttled _,
                    JobRefusal _,
                    Refused _,
                    Unreachable _ -> false;
        };
    }

    /**
     * @param detail in words for a person, without payload or key
     * @param hubErrorCode IoT Hub's six digits, or its HTTP status where it gave no more; null where no answer came
     * @param trackingId what Microsoft support asks for
     */
    record Evidence(
            String detail,
            @Nullable Integer hubErrorCode,
            @Nullable String trackingId) {}
}
