package io.downlink.emulator.hub;

/** What became of a cloud-to-device message. */
public enum FeedbackStatus {
    SUCCESS("Success"),
    EXPIRED("Expired"),
    DELIVERY_COUNT_EXCEEDED("DeliveryCountExceeded"),
    REJECTED("Rejected"),
    PURGED("Purged");

    private final String text;

    FeedbackStatus(String text) {
        this.text = text;
    }

    /** How it is called in a feedback record. */
    public String text() {
        return text;
    }
}
