package io.downlink.emulator.faults;

/** What a service, or the hub for it, was about when a fault struck. */
public enum Operation {
    /** Direct methods. */
    METHODS("methods"),
    /** Cloud-to-device messages: sending, delivering and purging them. */
    CLOUD_TO_DEVICE("c2d"),
    /** Feedback on messages. */
    FEEDBACK("feedback"),
    /** Twins, read and written by services. */
    TWINS("twins"),
    /** Identities and their numbers. */
    REGISTRY("registry"),
    /** Jobs. */
    JOBS("jobs"),
    /** Queries. */
    QUERY("query"),
    /** Anything else; only a fault for all operations strikes it. */
    OTHER("other");

    private final String text;

    Operation(String text) {
        this.text = text;
    }

    /** The word of the admin API. */
    @Override
    public String toString() {
        return text;
    }
}
