package io.downlink.hub;

import org.jspecify.annotations.Nullable;

/** A hub call that did not succeed, with what that means. */
public final class HubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HubFailure failure;

    /** @param cause null where it could show a payload, or where there is none */
    public HubException(HubFailure failure, @Nullable Throwable cause) {
        super(failure.toString(), cause);
        this.failure = failure;
    }

    public HubFailure failure() {
        return failure;
    }
}
