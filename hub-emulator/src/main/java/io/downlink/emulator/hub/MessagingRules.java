package io.downlink.emulator.hub;

import java.time.Duration;

/**
 * How the hub treats cloud-to-device messages and their feedback: what a real hub lets its owner set, and what a test
 * may want to be shorter.
 *
 * @param timeToLive of a message that brings no expiry of its own
 * @param lock how long a device may take to complete a message
 * @param deliveryCountMax after so many returns a message is given up, or a feedback batch dropped; 1 to 100
 * @param lockExpiryCounts whether a lock that runs out is a return too; older documentation of the service says so
 * @param feedbackPause how long feedback records wait for others to go with
 * @param feedbackLock how long a receiver of feedback may take to settle a batch
 * @param feedbackTimeToLive of a batch that nobody settles
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-c2d">Cloud-to-device messages</a>
 */
public record MessagingRules(
        Duration timeToLive,
        Duration lock,
        int deliveryCountMax,
        boolean lockExpiryCounts,
        Duration feedbackPause,
        Duration feedbackLock,
        Duration feedbackTimeToLive) {

    /** What a new hub has. */
    public static final MessagingRules DEFAULT = new MessagingRules(
            Duration.ofHours(1),
            Duration.ofSeconds(60),
            10,
            false,
            Duration.ofSeconds(15),
            Duration.ofSeconds(60),
            Duration.ofHours(1));

    /** Checks the delivery count. */
    public MessagingRules {
        if (deliveryCountMax < 1 || deliveryCountMax > 100) {
            throw new IllegalArgumentException("deliveryCountMax must be within [1; 100], not " + deliveryCountMax);
        }
    }

    /** The same, but feedback records wait for others only so long. */
    public MessagingRules withFeedbackPause(Duration pause) {
        return new MessagingRules(
                timeToLive, lock, deliveryCountMax, lockExpiryCounts, pause, feedbackLock, feedbackTimeToLive);
    }

    /** The same, but a lock that runs out is a return too. */
    public MessagingRules countingLockExpiry() {
        return new MessagingRules(
                timeToLive, lock, deliveryCountMax, true, feedbackPause, feedbackLock, feedbackTimeToLive);
    }

    /** The same with another lock for devices. */
    public MessagingRules withLock(Duration newLock) {
        return new MessagingRules(
                timeToLive,
                newLock,
                deliveryCountMax,
                lockExpiryCounts,
                feedbackPause,
                feedbackLock,
                feedbackTimeToLive);
    }
}
