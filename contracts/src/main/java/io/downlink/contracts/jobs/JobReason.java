package io.downlink.contracts.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.WireName;

/** Why a job failed: a closed list. */
public enum JobReason implements WireName {
    /** The hub has a job of this id already; nothing was scheduled. */
    JOB_ID_IN_USE("JOB_ID_IN_USE"),
    /** The hub took the job and ended it as failed, for a query that it cannot read for one; see detail. */
    JOB_FAILED("JOB_FAILED"),
    /** The hub took the job, and knows it no longer: what became of it cannot be told. */
    JOB_UNKNOWN("JOB_UNKNOWN"),
    /** The hub refuses the orchestrator's credential. */
    UNAUTHORIZED("UNAUTHORIZED"),
    /** The hub refuses the operation (another 403). */
    FORBIDDEN("FORBIDDEN"),
    /** The hub's daily quota is used up. */
    QUOTA_EXCEEDED("QUOTA_EXCEEDED"),
    /** The hub's tier lacks the operation. */
    NOT_AVAILABLE_IN_TIER("NOT_AVAILABLE_IN_TIER"),
    /** The hub answered another 4xx; see detail. */
    REFUSED_BY_HUB("REFUSED_BY_HUB"),
    /** No connection to the hub could be made. */
    HUB_UNAVAILABLE("HUB_UNAVAILABLE"),
    /** No hub of that name is configured. */
    HUB_UNKNOWN("HUB_UNKNOWN"),
    /** A defect of Downlink; see its log. */
    UNEXPECTED("UNEXPECTED");

    private final String wire;

    JobReason(String wire) {
        this.wire = wire;
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
