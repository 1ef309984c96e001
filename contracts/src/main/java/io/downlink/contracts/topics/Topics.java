package io.downlink.contracts.topics;

import java.time.Duration;
import java.util.List;

/** The topics of this version: their names, and how they are created where nobody says otherwise. */
public final class Topics {
    /** Requests, written by upstream; the key is the device id. */
    public static final String COMMANDS = "downlink.commands";
    /** What became of each command; the partition number is that of the command. */
    public static final String COMMAND_EVENTS = "downlink.command-events";
    /** Records that no device id could be read from, bytes unchanged. */
    public static final String DEAD_LETTERS = "downlink.dead-letters";

    /** Kafka's own default: 1 MiB and a batch's overhead. */
    private static final int MESSAGE_BYTES = 1_048_588;

    /** A dead letter holds a whole record of another topic, and headers that say what was wrong with it. */
    private static final int DEAD_LETTER_BYTES = MESSAGE_BYTES + 64 * 1024;

    private static final int PARTITIONS = 12;

    private static final List<TopicSpec> ALL = List.of(
            new TopicSpec(COMMANDS, PARTITIONS, Duration.ofDays(7), TopicSpec.Cleanup.DELETE, MESSAGE_BYTES),
            new TopicSpec(COMMAND_EVENTS, PARTITIONS, Duration.ofDays(7), TopicSpec.Cleanup.DELETE, MESSAGE_BYTES),
            new TopicSpec(DEAD_LETTERS, 3, Duration.ofDays(30), TopicSpec.Cleanup.DELETE, DEAD_LETTER_BYTES));

    private Topics() {}

    /** Every topic that this version uses. */
    public static List<TopicSpec> all() {
        return ALL;
    }
}
