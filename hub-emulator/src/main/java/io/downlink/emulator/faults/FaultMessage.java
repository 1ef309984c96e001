package io.downlink.emulator.faults;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fault that a device asks for about its own link, as the SDKs' end-to-end tests do: a telemetry message with properties
 * that say what is to go wrong. Nobody ever reads it as telemetry.
 *
 * @param delay how long the hub waits with it, at most {@link #DURATION_MAX}; 5 s unless the message says so
 * @param duration how long a refusal of sends lasts, at most as long; 5 s unless the message says so
 * @param reason what the hub is to say; for logs and close conditions
 * @see <a href="https://github.com/Azure/azure-iot-sdk-java/blob/main/iot-e2e-tests/common/src/test/java/tests/integration/com/microsoft/azure/sdk/iot/helpers/ErrorInjectionHelper.java">The
 *     Java SDK's error injection</a>
 */
public record FaultMessage(FaultOperation operation, Duration delay, Duration duration, String reason) {
    /** One of the SDKs' tests asks for more than a day, and then goes on with the same device. */
    public static final Duration DURATION_MAX = Duration.ofMinutes(5);

    private static final String PREFIX = "AzIoTHub_FaultOperation";
    private static final Duration DEFAULT = Duration.ofSeconds(5);

    /** Reads a telemetry message's properties; null: it is an ordinary message, or asks for what nobody knows. */
    public static @Nullable FaultMessage of(Map<String, String> properties) {
        FaultOperation operation = FaultOperation.of(properties.get(PREFIX + "Type"));
        if (operation == null) {
            return null;
        }
        return new FaultMessage(
                operation,
                seconds(properties.get(PREFIX + "DelayInSecs")),
                seconds(properties.get(PREFIX + "DurationInSecs")),
                properties.getOrDefault(PREFIX + "CloseReason", ""));
    }

    private static Duration seconds(@Nullable String text) {
        try {
            return text == null
                    ? DEFAULT
                    : Duration.ofSeconds(Math.clamp(Integer.parseInt(text), 0, DURATION_MAX.toSeconds()));
        } catch (NumberFormatException notANumber) {
            return DEFAULT;
        }
    }
}
