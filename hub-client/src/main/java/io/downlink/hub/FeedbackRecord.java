package io.downlink.hub;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one cloud-to-device message, in the hub's own words.
 *
 * @param deviceId who it was for
 * @param deviceGenerationId tells devices apart that had one id after another; empty where the hub gave none
 * @param messageId the message's own, null where it had none
 * @param statusCode the hub's word as far as the SDK reads it
 * @param description empty where the hub gave none
 * @param enqueuedTimeUtc IoT Hub's name for the time of the <b>outcome</b>
 */
public record FeedbackRecord(
        String deviceId,
        String deviceGenerationId,
        @Nullable String messageId,
        String statusCode,
        String description,
        Instant enqueuedTimeUtc) {}
