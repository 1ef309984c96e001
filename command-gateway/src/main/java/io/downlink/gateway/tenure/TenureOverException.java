package io.downlink.gateway.tenure;

import io.downlink.gateway.dispatch.LeaveRefusedException;

/** The partition is no business of this replica's any more. */
public final class TenureOverException extends LeaveRefusedException {
    private static final long serialVersionUID = 1L;

    TenureOverException() {
        super("the partition is another replica's");
    }
}
