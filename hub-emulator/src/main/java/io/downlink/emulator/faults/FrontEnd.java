package io.downlink.emulator.faults;

/** One of the hub's ways in. */
public enum FrontEnd {
    HTTPS("https"),
    AMQPS("amqps"),
    MQTTS("mqtts");

    private final String text;

    FrontEnd(String text) {
        this.text = text;
    }

    /** The word of the admin API. */
    @Override
    public String toString() {
        return text;
    }
}
