package io.downlink.collector.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code downlink.collector}: how long to wait for Kafka, for a hub and for feedback. */
public interface CollectorConfig {

    /**
     * How long Kafka may take to acknowledge a batch before the receiver is closed. A batch is to be completed within
     * 10 s of its delivery.
     */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(seconds = 9)
    Duration acknowledgedWithin();

    /**
     * After so long without a batch a receiver is closed and another one opened: an idle hub and a link that carries
     * nothing look alike. Longer than {@link LostConfig#overdueBy()}, or nothing is ever told as lost, and longer than
     * {@link #acknowledgedWithin()}.
     */
    @WithDefault("5m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration quietMax();

    /** Messages that the collector sends itself, by the hub that is given them. None are sent to the others. */
    Map<String, @Valid CanaryConfig> canary();

    /** When a message is told as lost. */
    LostConfig lost();

    /** Pauses before another receiver is opened in place of one that failed. */
    RetryConfig retry();

    /** A message at an interval, whose feedback shows that the hub's receiver hears. */
    interface CanaryConfig {
        /** The shortest {@link #feedbackWithin()} in which a hub answers for a device that is away, too. */
        Duration FEEDBACK_WITHIN_ADVISED = Duration.ofSeconds(45);

        /** The device that gets it. It completes it, or is away: feedback comes in either case. */
        @NotBlank
        String deviceId();

        /** From the end of one to the next, also where the receiver is another. Only a first miss is followed by one at once. */
        @WithDefault("2m")
        @DurationMin(seconds = 1)
        @DurationMax(hours = 24)
        Duration every();

        /**
         * How long its feedback may take. The message lives half of that, and IoT Hub gathers feedback for up to 15 s: with
         * less than {@link #FEEDBACK_WITHIN_ADVISED} receivers that hear may be renewed. Longer than {@link
         * #acknowledgedWithin()}.
         */
        @WithDefault("1m")
        @DurationMin(seconds = 1)
        @DurationMax(hours = 1)
        Duration feedbackWithin();
    }

    /** Of messages whose feedback was asked for with {@code ack: full} and does not come. */
    interface LostConfig {

        /** How long the hubs keep feedback, their {@code feedback.ttlAsIso8601}: the longest of them. */
        @WithDefault("1h")
        @DurationMin(seconds = 1)
        @DurationMax(days = 2)
        Duration feedbackLife();

        /** How long after that a hub's receiver must have been connected. */
        @WithDefault("60s")
        @DurationMin(seconds = 1)
        @DurationMax(hours = 1)
        Duration overdueBy();

        /** How many messages are awaited at once, about half a kilobyte each; beyond them reading of events waits. */
        @WithDefault("200000")
        @Min(1)
        int outstandingMax();
    }

    /** Full jitter: each pause is drawn between nothing and a bound. */
    interface RetryConfig {

        /** The bound after the first failure. It doubles with each further one. */
        @WithDefault("1s")
        @DurationMin(millis = 1)
        @DurationMax(hours = 1)
        Duration pauseFirst();

        /** The largest bound; a receiver that stood so long is no longer counted among the failures. */
        @WithDefault("30s")
        @DurationMin(millis = 1)
        @DurationMax(hours = 1)
        Duration pauseLongest();
    }
}
