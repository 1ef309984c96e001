package io.downlink.gateway.dispatch;

import io.downlink.contracts.commands.CommandRequest.Terms;
import io.downlink.contracts.commands.Delivery;
import io.downlink.contracts.commands.WhenOffline;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.HubFailure.Throttled;
import io.downlink.service.pauses.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Whether a command is tried again after a failure, and when. */
public final class RetryPolicy {
    private final Backoff betweenAttempts;
    private final Backoff whileOffline;
    private final RandomGenerator random;

    /**
     * @param betweenAttempts after failures that may pass
     * @param whileOffline how often to ask for a device that a command waits for
     */
    public RetryPolicy(Backoff betweenAttempts, Backoff whileOffline, RandomGenerator random) {
        this.betweenAttempts = betweenAttempts;
        this.whileOffline = whileOffline;
        this.random = random;
    }

    /**
     * @param failure what the latest call ended with
     * @param progress what was tried, that call included
     * @return the pause before the next attempt, which does not reach past the deadline; empty if there is none
     */
    Optional<Duration> pauseAfter(HubFailure failure, Progress progress, Terms terms, Instant now) {
        if (progress.doubt() != null && terms.delivery() == Delivery.AT_MOST_ONCE) {
            return Optional.empty();
        }
        Optional<Duration> pause = switch (failure) {
            case DeviceNotOnline _ -> pauseForDevice(progress, terms);
            case Throttled throttled -> pauseForAttempt(throttled, throttled.retryAfter(), progress, terms);
            case HubFailure other -> pauseForAttempt(other, null, progress, terms);
        };
        return pause.map(time -> shorter(time, Duration.between(now, terms.deadline())));
    }

    private Optional<Duration> pauseForDevice(Progress progress, Terms terms) {
        return terms.whenOffline() == WhenOffline.WAIT
                ? Optional.of(whileOffline.bound(progress.offline()))
                : Optional.empty();
    }

    private Optional<Duration> pauseForAttempt(
            HubFailure failure, @Nullable Duration asked, Progress progress, Terms terms) {
        if (!failure.retryable() || progress.attempts() >= terms.attemptsMax()) {
            return Optional.empty();
        }
        Duration ours = betweenAttempts.pause(progress.attempts(), random);
        return Optional.of(asked != null && asked.compareTo(ours) > 0 ? asked : ours);
    }

    private static Duration shorter(Duration pause, Duration left) {
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(left) < 0 ? pause : left;
    }
}
