package io.downlink.emulator.throttling;

/**
 * What a hub limits together. F1 and B1 have the numbers of S1, and so on.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling">Quotas of IoT Hub</a>
 */
public enum OperationClass {
    REGISTRY("registry", true, false),
    C2D_SENDS("c2dSends", false, true),
    /** Of devices that ask over HTTPS. */
    C2D_RECEIVES("c2dReceives", false, false),
    /** Counted in steps of 4 KB of the request's payload: 160 KB, 480 KB and 24 MB a second. */
    DIRECT_METHODS("directMethods", false, true),
    QUERIES("queries", true, true),
    TWIN_READS("twinReads", false, true),
    TWIN_UPDATES("twinUpdates", false, true),
    JOB_OPERATIONS("jobOperations", false, false),
    /** Devices that jobs work on. */
    JOB_DEVICE_OPERATIONS("jobDeviceOperations", false, true),
    CONFIGURATIONS("configurations", false, false);

    private static final int METHOD_STEP_BYTES = 4 * 1024;

    private final String text;
    private final boolean inBasic;
    private final boolean counted;

    OperationClass(String text, boolean inBasic, boolean counted) {
        this.text = text;
        this.inBasic = inBasic;
        this.counted = counted;
    }

    /** As the statistics and the refusals call it. */
    @Override
    public String toString() {
        return text;
    }

    boolean availableIn(Tier tier) {
        return inBasic || !tier.basic();
    }

    Rate rate(Tier tier) {
        return switch (this) {
            case REGISTRY, C2D_SENDS, JOB_OPERATIONS -> Rate.perMinute(tier.choose(100, 100, 5_000));
            case C2D_RECEIVES -> Rate.perMinute(tier.choose(1_000, 1_000, 50_000));
            case DIRECT_METHODS -> Rate.perSecond(tier.choose(40, 120, 6_144), 0);
            case QUERIES -> Rate.perMinute(tier.choose(20, 20, 1_000));
            case TWIN_READS -> Rate.perSecond(tier.choose(0, 10, 500), tier.choose(100, 100, 0));
            case TWIN_UPDATES -> Rate.perSecond(tier.choose(0, 5, 250), tier.choose(50, 50, 0));
            case JOB_DEVICE_OPERATIONS -> Rate.perSecond(tier.choose(0, 1, 50), tier.choose(10, 10, 0));
            case CONFIGURATIONS -> Rate.perMinute(20);
        };
    }

    /** How much of its rate an operation of this size takes. */
    long cost(int bytes) {
        return this == DIRECT_METHODS ? steps(bytes, METHOD_STEP_BYTES) : 1;
    }

    /** How many messages of its day's an operation of this size takes: a method's answer is one more. */
    long messages(int bytes, Tier tier) {
        if (!counted) {
            return 0;
        }
        return steps(bytes, tier.messageBytes()) + (this == DIRECT_METHODS ? 1 : 0);
    }

    private static long steps(int bytes, int step) {
        return Math.max(1, Math.ceilDiv(bytes, step));
    }
}
