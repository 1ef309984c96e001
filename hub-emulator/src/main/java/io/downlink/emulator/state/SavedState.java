package io.downlink.emulator.state;

import io.downlink.emulator.hub.Change;
import io.downlink.emulator.hub.HubChange;
import io.downlink.emulator.hub.HubState;
import io.downlink.emulator.jobs.JobChange;
import io.downlink.emulator.jobs.JobsState;
import java.util.stream.Stream;

/**
 * All that a hub has to remember.
 *
 * @param hub of devices, messages and feedback
 * @param jobs of jobs
 */
public record SavedState(HubState hub, JobsState jobs) {
    /** Nothing. */
    public static SavedState empty() {
        return new SavedState(new HubState(), new JobsState());
    }

    void apply(Change change) {
        switch (change) {
            case HubChange ofHub -> hub.apply(ofHub);
            case JobChange ofJobs -> jobs.apply(ofJobs);
            default -> throw new IllegalArgumentException("nobody's change: " + change.getClass());
        }
    }

    Stream<Change> changes() {
        return Stream.concat(hub.changes(), jobs.changes());
    }
}
