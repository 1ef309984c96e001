package io.downlink.emulator.throttling;

import java.util.Locale;

/**
 * Editions and sizes of a hub.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling">Quotas of IoT Hub</a>
 */
public enum Tier {
    F1(8_000, 512, 1),
    B1(400_000, 4_096, 200),
    B2(6_000_000, 4_096, 200),
    B3(300_000_000, 4_096, 10),
    S1(400_000, 4_096, 200),
    S2(6_000_000, 4_096, 200),
    S3(300_000_000, 4_096, 10);

    private final long messagesPerDay;
    private final int messageBytes;
    private final int unitsMax;

    Tier(long messagesPerDay, int messageBytes, int unitsMax) {
        this.messagesPerDay = messagesPerDay;
        this.messageBytes = messageBytes;
        this.unitsMax = unitsMax;
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException with one line that names all tiers
     */
    public static Tier parse(String text) {
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no tier: there are F1, B1, B2, B3, S1, S2 and S3", unknown);
        }
    }

    /** Messages that each unit takes a day. */
    long messagesPerDay() {
        return messagesPerDay;
    }

    /** What counts as one message; what is larger counts as several. */
    int messageBytes() {
        return messageBytes;
    }

    int unitsMax() {
        return unitsMax;
    }

    /** Whether the hub speaks to devices at all: the basic tiers only listen. */
    boolean basic() {
        return switch (this) {
            case B1, B2, B3 -> true;
            case F1, S1, S2, S3 -> false;
        };
    }

    /** Jobs that may be queued, scheduled or running at one time. */
    public int activeJobs() {
        return Math.toIntExact(choose(1, 5, 10));
    }

    /** What holds for the tier of three numbers: F1 and B1 have that of S1, and so on. */
    long choose(long small, long medium, long large) {
        return switch (this) {
            case F1, B1, S1 -> small;
            case B2, S2 -> medium;
            case B3, S3 -> large;
        };
    }
}
