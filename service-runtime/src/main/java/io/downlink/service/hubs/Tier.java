package io.downlink.service.hubs;

/**
 * Editions of a hub that speak to devices; the basic ones only listen. F1 has the rates of S1.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling">Quotas of IoT Hub</a>
 */
public enum Tier {
    F1(40, 100, 20, 8_000, 512, 1),
    S1(40, 100, 20, 400_000, 4_096, 200),
    S2(120, 100, 20, 6_000_000, 4_096, 200),
    S3(6_144, 5_000, 1_000, 300_000_000, 4_096, 10);

    private final int methodStepsPerSecond;
    private final int messagesPerMinute;
    private final int queriesPerMinute;
    private final long messagesPerDay;
    private final int messageBytes;
    private final int unitsMax;

    Tier(
            int methodStepsPerSecond,
            int messagesPerMinute,
            int queriesPerMinute,
            long messagesPerDay,
            int messageBytes,
            int unitsMax) {
        this.methodStepsPerSecond = methodStepsPerSecond;
        this.messagesPerMinute = messagesPerMinute;
        this.queriesPerMinute = queriesPerMinute;
        this.messagesPerDay = messagesPerDay;
        this.messageBytes = messageBytes;
        this.unitsMax = unitsMax;
    }

    /** Direct methods, in steps of 4 KB of their payloads: 160 KB, 480 KB and 24 MB a second for each unit. */
    public int methodStepsPerSecond() {
        return methodStepsPerSecond;
    }

    /** Cloud-to-device messages, for each unit. */
    public int messagesPerMinute() {
        return messagesPerMinute;
    }

    /** Queries, of devices and of devices' outcomes in jobs, for each unit. */
    public int queriesPerMinute() {
        return queriesPerMinute;
    }

    /** Everything that is billed as a message, for each unit. A day begins at midnight UTC. */
    public long messagesPerDay() {
        return messagesPerDay;
    }

    /** What counts as one message of the day; what is larger counts as several. */
    public int messageBytes() {
        return messageBytes;
    }

    /** How many units one can buy. */
    public int unitsMax() {
        return unitsMax;
    }
}
