package io.downlink.orchestrator.life;

import io.downlink.contracts.jobs.JobEvent;
import java.util.List;

/**
 * How a job goes on where others begin because of it.
 *
 * @param seen what was seen of it
 * @param begun the jobs that begin
 * @param told what is told of it besides
 */
public record Branch(Seen seen, List<Job> begun, List<JobEvent> told) {

    public Branch {
        begun = List.copyOf(begun);
        told = List.copyOf(told);
    }
}
