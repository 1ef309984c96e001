package io.downlink.collector.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code downlink.collector}: how long to wait for Kafka and for a hub. */
public interface CollectorConfig {

    /**
     * How long Kafka may take to acknowledge a batch before the receiver is closed. A batch is to be completed within
     * 10 s of its delivery.
     */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(seconds = 9)
    Duration acknowledgedWithin();

    /** Pauses before another receiver is opened in place of one that failed. */
    RetryConfig retry();

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
