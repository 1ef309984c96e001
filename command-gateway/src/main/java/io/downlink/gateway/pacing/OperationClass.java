package io.downlink.gateway.pacing;

/** What a hub limits together. Each goes over connections of its own, too. */
public enum OperationClass {
    METHOD("method"),
    MESSAGE("message");

    /**
     * What a call's payload is metered in.
     *
     * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling">Quotas of IoT Hub</a>
     */
    private static final int METHOD_STEP_BYTES = 4 * 1024;

    private final String label;

    OperationClass(String label) {
        this.label = label;
    }

    /** In logs and metrics. */
    public String label() {
        return label;
    }

    int cost(int bytes) {
        return switch (this) {
            case METHOD -> Math.max(1, Math.ceilDiv(bytes, METHOD_STEP_BYTES));
            case MESSAGE -> 1;
        };
    }
}
