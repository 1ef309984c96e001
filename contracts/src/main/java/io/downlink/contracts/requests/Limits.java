package io.downlink.contracts.requests;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How large, long or many something in a request may be. Where nothing else is said it is IoT Hub's own limit.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling">Quotas and throttling</a>
 */
public final class Limits {
    /** A direct method's payload, as JSON in UTF-8. */
    public static final int METHOD_PAYLOAD_BYTES_MAX = 128 * 1024;
    /** A cloud-to-device message: its body, and the names and values of its properties. */
    public static final int MESSAGE_BYTES_MAX = 64 * 1024;
    /** The sender's own data, as JSON in UTF-8; Downlink's limit, for they are in every event. */
    public static final int CONTEXT_BYTES_MAX = 4 * 1024;
    /** A CloudEvents attribute that is handed on into events; Downlink's limit. */
    public static final int ATTRIBUTE_LENGTH_MAX = 1024;

    /** How many bytes a twin's tags have at most, counted as the hub does. */
    public static final int TAGS_BYTES_MAX = 8 * 1024;
    /** How many bytes a twin's desired properties have at most, counted as the hub does. */
    public static final int DESIRED_BYTES_MAX = 32 * 1024;
    /**
     * How far ahead a job may start. Whoever schedules it checks that against a clock: reading a request reads none.
     */
    public static final Duration JOB_START_AHEAD_MAX = Duration.ofDays(7);

    /** How long a device may take to answer a direct method. */
    public static final DurationRange RESPONSE_TIMEOUT =
            new DurationRange(Duration.ofSeconds(5), Duration.ofMinutes(5));
    /** How long the hub waits for a device to connect. */
    public static final DurationRange CONNECT_TIMEOUT = new DurationRange(Duration.ZERO, Duration.ofMinutes(5));
    /** How long a message may wait in its device's queue. */
    public static final DurationRange TIME_TO_LIVE = new DurationRange(Duration.ofSeconds(1), Duration.ofDays(2));
    /** How long a job may run. IoT Hub tells of no bound; it forgets jobs after 30 days. */
    public static final DurationRange MAX_EXECUTION_TIME =
            new DurationRange(Duration.ofSeconds(1), Duration.ofDays(30));
    /** How often a command is tried; Downlink's limit. */
    public static final IntRange ATTEMPTS = new IntRange(1, 100);

    /** How many times the devices on which a job failed are tried again; Downlink's limit. */
    public static final IntRange JOB_RETRIES = new IntRange(0, 10);
    /** What the id of a retry has behind that of the job asked for: {@code -retry-10-part-9999} at the longest. */
    public static final int JOB_RETRY_NAME_LENGTH_MAX = 19;
    /** What the id of a run has behind that of the recurring job: {@code -20261201T0200Z}. */
    public static final int JOB_RUN_NAME_LENGTH = 15;

    private Limits() {}

    /** Both ends are inside; whole seconds only, as IoT Hub counts them. */
    public record DurationRange(Duration min, Duration max) {
        public boolean contains(Duration value) {
            return value.truncatedTo(ChronoUnit.SECONDS).equals(value)
                    && value.compareTo(min) >= 0
                    && value.compareTo(max) <= 0;
        }

        @Override
        public String toString() {
            return "%s to %s (%d to %d seconds), whole seconds".formatted(min, max, min.toSeconds(), max.toSeconds());
        }
    }

    /** Both ends are inside. */
    public record IntRange(int min, int max) {
        public boolean contains(int value) {
            return value >= min && value <= max;
        }

        @Override
        public String toString() {
            return min + " to " + max;
        }
    }
}
