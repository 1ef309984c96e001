package io.downlink.gateway.config;

import io.downlink.contracts.commands.RequestDefaults;
import io.downlink.contracts.methods.MethodTimeouts;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code downlink.requests}: what a command gets where it says nothing, and how far ahead it may reach. */
public interface RequestsConfig {

    /** How long after its record's timestamp a command without a deadline may still be sent. */
    @WithDefault("1h")
    @DurationMin(seconds = 1)
    Duration lifetime();

    /**
     * How far after its record's timestamp a command's deadline may lie. Less than the two days for which {@code
     * downlink.command-log} is kept: what that has forgotten may be read again, and must be past its deadline.
     */
    @WithDefault("24h")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 47)
    Duration lifetimeMax();

    /** How often a command is tried at most. */
    @WithDefault("3")
    @Min(1)
    @Max(100)
    int attemptsMax();

    /** Of every method that {@code methods} does not name. */
    @WithParentName
    TimeoutsConfig timeouts();

    /** By method name. */
    Map<String, TimeoutsConfig> methods();

    /** In whole seconds, as IoT Hub has them. */
    interface TimeoutsConfig {

        /** How long the hub waits for a device to connect; no longer than the response timeout. */
        @WithDefault("0s")
        @DurationMin(seconds = 0)
        @DurationMax(seconds = 300)
        Duration connectTimeout();

        /** How long the device may take to answer. */
        @WithDefault("30s")
        @DurationMin(seconds = 5)
        @DurationMax(seconds = 300)
        Duration responseTimeout();
    }

    /**
     * In the words of the contracts.
     *
     * @throws IllegalArgumentException if two values do not go together; the message names both
     */
    default RequestDefaults toDefaults() {
        return new RequestDefaults(
                lifetime(),
                lifetimeMax(),
                attemptsMax(),
                toTimeouts(timeouts()),
                methods().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, method -> toTimeouts(method.getValue()))));
    }

    private static MethodTimeouts toTimeouts(TimeoutsConfig timeouts) {
        return new MethodTimeouts(timeouts.connectTimeout(), timeouts.responseTimeout());
    }
}
