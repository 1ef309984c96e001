package io.downlink.contracts.feedback;

import io.downlink.contracts.json.WireName;

/**
 * Whose message feedback is about, as far as it was known where and when the feedback arrived. It is no proof that a
 * message is <em>not</em> a command's: its {@code enqueued} may be read later than its feedback, or so long before that
 * it is forgotten, and a replica that has just begun to work has not read all of them.
 */
public enum Origin implements WireName {
    /** A command's: its event {@code enqueued} with this hub, device and message id had been read. */
    COMMAND("command"),
    /** No such event had been read. */
    UNKNOWN_ID("unknown-id"),
    /** Somebody else's: the message was sent without an id, and every command's has one. */
    NO_ID("no-id");

    private final String wire;

    Origin(String wire) {
        this.wire = wire;
    }

    @Override
    public String wire() {
        return wire;
    }
}
