package io.downlink.gateway.replicas;

/** What came of asking another replica. */
public sealed interface Forwarded {

    /** The owner's own answer. */
    record Answer(int status, String contentType, String body) implements Forwarded {}

    /**
     * Nobody could say. Asked again a little later, somebody can.
     *
     * @param reason for whoever asked: a sentence without its full stop
     */
    record NoAnswer(String reason) implements Forwarded {}
}
