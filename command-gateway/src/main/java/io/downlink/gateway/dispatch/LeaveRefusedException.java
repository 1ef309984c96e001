package io.downlink.gateway.dispatch;

/** A command may not be called from here any more; nothing is said of what becomes of it. Control flow, without a trace. */
public class LeaveRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaveRefusedException(String message) {
        super(message, null, false, false);
    }
}
