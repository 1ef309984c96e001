package io.downlink.emulator.hub;

import io.downlink.emulator.throttling.OperationClass;
import io.downlink.emulator.throttling.Throttle;
import io.downlink.emulator.throttling.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets operations of clients in as fast as the hub's tier allows; a hub without a tier lets everything in. */
public final class Admission {
    private final @Nullable Throttle throttle;
    private final Timers timers;

    /**
     * An open door, or a guarded one.
     *
     * @param throttle null: everything is let in at once
     */
    public Admission(@Nullable Throttle throttle, Timers timers) {
        this.throttle = throttle;
        this.timers = timers;
    }

    /** Null: nothing is throttled. */
    public @Nullable Throttle throttle() {
        return throttle;
    }

    /**
     * Runs an operation when its turn has come: at once on this thread, or later on one that must not be blocked.
     *
     * @param bytes of what the client sends
     * @throws HubException {@link HubError#THROTTLING_BACKLOG_TIMEOUT}, {@link HubError#THROTTLE_BACKLOG_LIMIT_EXCEEDED},
     *     {@link HubError#QUOTA_EXCEEDED} or {@link HubError#NOT_AVAILABLE_IN_TIER}; then it never runs
     */
    public void admit(OperationClass kind, int bytes, Runnable operation) {
        Duration pause = pause(kind, bytes);
        if (pause.isZero()) {
            operation.run();
        } else {
            timers.after(pause, operation);
        }
    }

    /**
     * The same for an operation that cannot wait.
     *
     * @throws HubException as {@link #admit}
     */
    public void check(OperationClass kind, int bytes) {
        pause(kind, bytes);
    }

    private Duration pause(OperationClass kind, int bytes) {
        Throttle present = throttle;
        if (present == null) {
            return Duration.ZERO;
        }
        return switch (present.ask(kind, bytes)) {
            case Verdict.Go _ -> Duration.ZERO;
            case Verdict.Wait(var pause) -> {
                timers.after(pause, () -> present.waited(kind));
                yield pause;
            }
            case Verdict.TooFast _ ->
                throw new HubException(
                        HubError.THROTTLING_BACKLOG_TIMEOUT,
                        "Throttled by IoT Hub. Wait 10 seconds and try again. Operation type: " + kind);
            case Verdict.TooMany _ ->
                throw new HubException(
                        HubError.THROTTLE_BACKLOG_LIMIT_EXCEEDED,
                        "Throttled by IoT Hub: too many operations wait. Operation type: " + kind);
            case Verdict.QuotaUsedUp(var messagesPerDay) ->
                throw new HubException(
                        HubError.QUOTA_EXCEEDED,
                        "Total number of messages on IotHub exceeded the allocated quota. Max allowed message count : "
                                + messagesPerDay);
            case Verdict.NotInTier(var tier) ->
                throw new HubException(
                        HubError.NOT_AVAILABLE_IN_TIER,
                        "A hub of tier " + tier + " has no operations of type " + kind + ".");
        };
    }
}
