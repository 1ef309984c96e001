package io.downlink.gateway.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code downlink.gateway}: how much is done at once, and how long to wait. */
public interface GatewayConfig {

    /** How many commands are held in memory at most, waiting ones included. Beyond it Kafka is paused. */
    @WithDefault("5000")
    @Min(1)
    @Max(1_000_000)
    int recordsBufferedMax();

    /**
     * For how long a command that has ended is recognised when it is asked for again. No less than {@code
     * downlink.requests.lifetime} counts, and {@code downlink.command-events} must be kept for longer.
     */
    @WithDefault("1h")
    @DurationMin(minutes = 1)
    @DurationMax(days = 6)
    Duration repeatWindow();

    /** How many such commands are remembered at most, in up to 48 bytes each. The oldest ones make room. */
    @WithDefault("4000000")
    @Min(1_000)
    @Max(100_000_000)
    int repeatsMax();
    /** How many commands are parked at most. Beyond it waiting ones stay in memory. 0 parks none. */
    @WithDefault("1000000")
    @Min(0)
    @Max(10_000_000)
    int parkedMax();

    /** When waiting commands are let go of, to be read again when their turn comes. */
    ParkingConfig parking();

    /** How long a stop waits for open calls and their outcomes. */
    @WithDefault("60s")
    @DurationMin(seconds = 0)
    @DurationMax(minutes = 10)
    Duration drain();

    /** Pauses between attempts that failed. */
    RetryConfig retry();

    /** How often to ask for an offline device that a command waits for. */
    OfflineConfig offline();

    /** Commands that wait, for their device or for their turn. */
    interface ParkingConfig {

        /** How long a command waits in memory. */
        @WithDefault("10s")
        @DurationMin(millis = 100)
        @DurationMax(hours = 1)
        Duration after();

        /** The longest pause between two attempts of a parked command whose device is offline. */
        @WithDefault("30s")
        @DurationMin(millis = 100)
        @DurationMax(hours = 1)
        Duration pauseLongest();
    }

    /** Full jitter: each pause is drawn between nothing and a bound. */
    interface RetryConfig {

        /** The bound after the first failure. It doubles with each further one. */
        @WithDefault("200ms")
        @DurationMin(millis = 1)
        @DurationMax(hours = 1)
        Duration pauseFirst();

        /** The largest bound. */
        @WithDefault("30s")
        @DurationMin(millis = 1)
        @DurationMax(hours = 1)
        Duration pauseLongest();
    }

    /** Without jitter. */
    interface OfflineConfig {

        /** The first pause. It doubles with each further one. */
        @WithDefault("500ms")
        @DurationMin(millis = 100)
        @DurationMax(hours = 1)
        Duration pauseFirst();

        /** The longest pause. */
        @WithDefault("5s")
        @DurationMin(millis = 100)
        @DurationMax(hours = 1)
        Duration pauseLongest();
    }
}
