package io.downlink.service.topics;

/** A record from which neither a device id nor a job id can be read. Its name is told in the dead letter's headers. */
public final class UnreadableRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param cause one line that says what the record is instead, without its content */
    public UnreadableRecordException(String cause) {
        super(cause);
    }
}
