package io.downlink.localstack.verdict;

/**
 * A promise that was not kept.
 *
 * @param partition of the command's record
 * @param offset of the command's record, -1 where there is none
 * @param detail what was found, in words for a person
 */
public record Violation(Promise promise, Identity command, int partition, long offset, String detail) {

    /** What is promised of every command. */
    public enum Promise {
        /** It has a final event. */
        ENDED("lost"),
        /** With {@code at-most-once} it reaches its device once at most. */
        ONCE("executed twice"),
        /** It reaches its device in the order of the topic, and meets no other that must not be repeated. */
        IN_ORDER("out of order"),
        /** What is told as done was done. */
        TRUE("told as done and not done"),
        /** What is told as not done was not done. */
        NOT_DONE("told as not done and done"),
        /** Only what was asked for is done. */
        ASKED("done without being asked");

        private final String broken;

        Promise(String broken) {
            this.broken = broken;
        }

        /** What it is called where it is not kept. */
        public String broken() {
            return broken;
        }
    }

    @Override
    public String toString() {
        return "%s: %s (command at partition %d offset %d): %s"
                .formatted(promise.broken(), command, partition, offset, detail);
    }
}
