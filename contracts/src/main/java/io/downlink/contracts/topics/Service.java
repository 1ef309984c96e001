package io.downlink.contracts.topics;

import java.util.Locale;

/** A part of Downlink that reads or writes topics. */
public enum Service {
    /** Carries commands to devices. */
    COMMAND_GATEWAY,
    /** Tells what became of cloud-to-device messages. */
    FEEDBACK_COLLECTOR,
    /** Runs jobs over whole fleets. */
    JOB_ORCHESTRATOR;

    /** As people write it: {@code command-gateway}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
