package io.downlink.orchestrator.rest;

import io.downlink.contracts.jobs.JobReadResult.Refused;
import io.downlink.contracts.jobs.JobReadResult.Unreadable;
import io.downlink.service.rest.Problems;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** What is no valid request, told to who sent it. */
final class Refusals {
    private Refusals() {}

    static Response of(Refused refused) {
        return Problems.of(Status.BAD_REQUEST, "The request is not valid.", refused.problems());
    }

    static Response of(Unreadable unreadable) {
        return Problems.of(Status.BAD_REQUEST, "The request cannot be read: " + unreadable.cause() + ".");
    }
}
