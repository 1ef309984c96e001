package io.downlink.cli;

/** What a caller's script can rely on. */
final class ExitStatus {
    /** It was done; for a method: the device answered with a status from 200 to 299. */
    static final int DONE = 0;
    /** Kafka cannot be reached or refuses, a topic is missing or not as it must be. */
    static final int KAFKA = 1;
    /** The command line cannot be understood. */
    static final int USAGE = 2;
    /** The device answered with another status. */
    static final int DEVICE_REFUSED = 3;
    /** It was not executed: failed, expired, cancelled, invalid or in conflict with an earlier command. */
    static final int NOT_EXECUTED = 4;
    /** It may or may not have been executed. */
    static final int IN_DOUBT = 5;
    /** Nothing was heard of it in time. */
    static final int NO_OUTCOME = 6;

    private ExitStatus() {}
}
