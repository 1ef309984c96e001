package io.downlink.orchestrator.state;

import io.downlink.contracts.json.WireName;
import io.downlink.orchestrator.life.JobState;

/** What a state is called where it is written. */
enum StateName implements WireName {
    KEPT("kept"),
    SCHEDULING("scheduling"),
    IN_HUB("in-hub"),
    READING_OUTCOMES("reading-outcomes"),
    RETRYING("retrying"),
    RECURRING("recurring"),
    ENDED("ended");

    private final String wire;

    StateName(String wire) {
        this.wire = wire;
    }

    static StateName of(JobState state) {
        return switch (state) {
            case JobState.Kept _ -> KEPT;
            case JobState.Scheduling _ -> SCHEDULING;
            case JobState.InHub _ -> IN_HUB;
            case JobState.ReadingOutcomes _ -> READING_OUTCOMES;
            case JobState.Retrying _ -> RETRYING;
            case JobState.Recurring _ -> RECURRING;
            case JobState.Ended _ -> ENDED;
        };
    }

    @Override
    public String wire() {
        return wire;
    }
}
