package io.downlink.emulator.faults;

/** What faults in force have kept to do at their end, for tests elsewhere. */
public final class KeptSteps {
    private KeptSteps() {}

    public static int of(Faults faults) {
        return faults.stepsKept();
    }
}
