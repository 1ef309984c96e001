package io.downlink.contracts.feedback;

import io.downlink.contracts.cloudevents.EventAttributes;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one cloud-to-device message, as told on {@code downlink.feedback}.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-c2d">Cloud-to-device messages</a>
 */
public sealed interface Feedback {

    /** The configured name of the hub. */
    String hub();

    /** The device, and the key of the Kafka record. */
    String deviceId();

    /** The message's id, which is the command's; null where somebody sent the message without one. */
    @Nullable
    String commandId();

    /** When the message came to its end, as far as that is known. */
    Instant time();

    /** Derives from what is told, so that feedback which a hub delivers twice, or two replicas tell, has one id. */
    String eventId();

    /** What the hub itself reported. */
    sealed interface Reported extends Feedback {
        /** The hub's own words, and what was known of the message. */
        Report report();

        @Override
        default String hub() {
            return report().hub();
        }

        @Override
        default String deviceId() {
            return report().deviceId();
        }

        @Override
        default @Nullable String commandId() {
            return report().messageId();
        }

        @Override
        default Instant time() {
            return report().enqueuedTimeUtc();
        }

        @Override
        default String eventId() {
            return EventAttributes.derivedId(
                    name(),
                    hub(),
                    deviceId(),
                    report().deviceGenerationId(),
                    report().messageId() == null ? "" : report().messageId(),
                    report().statusCode().toLowerCase(Locale.ROOT),
                    time().toString());
        }
    }

    /** The device took the message and completed it. */
    record Delivered(Report report) implements Reported {}

    /** The message's time to live passed before the device completed it. */
    record Expired(Report report) implements Reported {}

    /** The device was given the message as often as the hub tries, and never completed it. */
    record DeliveryCountExceeded(Report report) implements Reported {}

    /** The device rejected the message. */
    record Rejected(Report report) implements Reported {}

    /**
     * The hub reported a status that this version, or the SDK under it, does not know. A message that was purged from its
     * device's queue ends like this: the Java SDK has no name for {@code Purged}.
     */
    record Unknown(Report report) implements Reported {}

    /**
     * No feedback came although it was asked for with {@code ack: full}, and now none is to be expected. A real outcome may
     * still follow and replaces it.
     *
     * @param dueTime the message's expiry plus the life of feedback itself: until then an outcome had to come
     */
    record Lost(String hub, String deviceId, String commandId, Instant dueTime) implements Feedback {
        @Override
        public Instant time() {
            return dueTime;
        }

        @Override
        public String eventId() {
            return EventAttributes.derivedId(name(), hub, deviceId, commandId, dueTime.toString());
        }
    }

    /**
     * Which feedback a hub's report is, by its status code. The case of the code does not matter: the service writes
     * {@code DeliveryCountExceeded}, and the SDK's constant is {@code deliveryCountExceeded}. A report that names no device
     * tells of no message, whatever its status.
     */
    static Reported of(Report report) {
        if (report.deviceId().isEmpty()) {
            return new Unknown(report);
        }
        return switch (report.statusCode().toLowerCase(Locale.ROOT)) {
            case "success" -> new Delivered(report);
            case "expired" -> new Expired(report);
            case "deliverycountexceeded" -> new DeliveryCountExceeded(report);
            case "rejected" -> new Rejected(report);
            default -> new Unknown(report); // the codes come from the hub: it may have more
        };
    }

    /** The last part of the CloudEvents type {@code io.downlink.feedback.<name>}, and the {@code event} member. */
    default String name() {
        return switch (this) {
            case Delivered _ -> "delivered";
            case Expired _ -> "expired";
            case DeliveryCountExceeded _ -> "delivery-count-exceeded";
            case Rejected _ -> "rejected";
            case Unknown _ -> "unknown";
            case Lost _ -> "lost";
        };
    }

    /**
     * One record of a hub's feedback, and whose message it is about.
     *
     * @param hub the configured name of the hub
     * @param messageId {@code originalMessageId}; null where the message had none
     * @param deviceGenerationId tells devices apart that had one id after another
     * @param statusCode the hub's own: {@code Success}, {@code Expired}, {@code DeliveryCountExceeded}, {@code Rejected},
     *     {@code Purged}; a client that does not know a code may have put its own word in its place
     * @param description the hub's own, often the status code once more
     * @param enqueuedTimeUtc IoT Hub's name for the time of the <b>outcome</b>, not of the sending
     * @param origin not the hub's: what was known here of the message; null where it is told by a version that does not
     *     say, or in a word that this one does not know
     */
    record Report(
            String hub,
            String deviceId,
            String deviceGenerationId,
            @Nullable String messageId,
            String statusCode,
            String description,
            Instant enqueuedTimeUtc,
            @Nullable Origin origin) {}
}
