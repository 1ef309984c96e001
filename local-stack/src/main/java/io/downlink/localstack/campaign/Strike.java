package io.downlink.localstack.campaign;

/** What befalls a process. */
public enum Strike {
    KILL_GATEWAY("kill -9 of a gateway"),
    PAUSE_GATEWAY("SIGSTOP of a gateway"),
    KILL_KAFKA("kill -9 of Kafka"),
    KILL_HUB("kill -9 of the hub"),
    KILL_DEVICES("kill -9 of devices");

    private final String label;

    Strike(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public boolean isKill() {
        return this != PAUSE_GATEWAY;
    }
}
