package io.downlink.orchestrator.config;

import io.downlink.contracts.methods.MethodTimeouts;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code downlink.jobs}: how often the hubs are asked, and what a request gets where it says nothing. */
public interface JobsConfig {

    /** How often a hub is asked how its jobs stand, while something new is seen of them. */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration pollInterval();

    /** How long it may take until a hub is asked again, however long nothing new was seen of its jobs. */
    @WithDefault("60s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 60)
    Duration pollIntervalLongest();

    /**
     * How many pages of devices' outcomes are read in a minute, at each hub. Unless this is set, what its tier allows; and
     * 20, as one unit of S1 does, where no tier is.
     */
    @Min(1)
    @Max(60_000)
    OptionalInt queriesPerMinute();

    /** How long a stop waits for what is in hand. */
    @WithDefault("10s")
    @DurationMin(seconds = 0)
    @DurationMax(minutes = 10)
    Duration drain();

    /** How long a method call waits for its device to connect, unless its request says so. */
    @WithDefault("0s")
    Duration connectTimeout();

    /** How long a device may take to answer, unless its request says so. */
    @WithDefault("30s")
    Duration responseTimeout();

    /** @throws IllegalArgumentException if they do not fit; the message names the key */
    default MethodTimeouts timeouts() {
        return new MethodTimeouts(connectTimeout(), responseTimeout());
    }
}
