package io.downlink.contracts.topics;

import io.downlink.contracts.topics.TopicSpec.Cleanup;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The topics of this version: their names, and how they are created where nobody says otherwise. */
public final class Topics {
    /** Requests, written by upstream; the key is the device id. */
    public static final String COMMANDS = "downlink.commands";
    /** What became of each command; the partition number is that of the command. */
    public static final String COMMAND_EVENTS = "downlink.command-events";
    /**
     * The gateway's own: what it must know to take a partition over. The partition number is that of the commands. No
     * promise about its form.
     */
    public static final String COMMAND_LOG = "downlink.command-log";
    /** Delivery feedback for cloud-to-device messages; the key is the device id. */
    public static final String FEEDBACK = "downlink.feedback";
    /** Job requests, written by upstream; the key is the job id. */
    public static final String JOBS = "downlink.jobs";
    /** How each job goes; the key is the job id. */
    public static final String JOB_EVENTS = "downlink.job-events";
    /** Each device's outcome in a job; the key is the device id. */
    public static final String DEVICE_JOBS = "downlink.device-jobs";
    /** The orchestrator's own: the latest state of each job, by job id. No promise about its form. */
    public static final String JOB_STATE = "downlink.job-state";
    /** Records that neither device id nor job id could be read from, bytes unchanged. */
    public static final String DEAD_LETTERS = "downlink.dead-letters";

    /** Kafka's own default: 1 MiB and a batch's overhead. */
    private static final int MESSAGE_BYTES = 1_048_588;

    /** A dead letter holds a whole record of another topic, and headers that say what was wrong with it. */
    private static final int DEAD_LETTER_BYTES = MESSAGE_BYTES + 64 * 1024;

    private static final int PARTITIONS = 12;

    private static final List<TopicSpec> ALL = List.of(
            kept(COMMANDS, PARTITIONS, 7, MESSAGE_BYTES),
            kept(COMMAND_EVENTS, PARTITIONS, 7, MESSAGE_BYTES),
            kept(COMMAND_LOG, PARTITIONS, 2, MESSAGE_BYTES),
            kept(FEEDBACK, PARTITIONS, 7, MESSAGE_BYTES),
            kept(JOBS, 1, 7, MESSAGE_BYTES),
            kept(JOB_EVENTS, 1, 30, MESSAGE_BYTES),
            kept(DEVICE_JOBS, PARTITIONS, 7, MESSAGE_BYTES),
            new TopicSpec(JOB_STATE, 1, Duration.ZERO, Cleanup.COMPACT, MESSAGE_BYTES),
            kept(DEAD_LETTERS, 3, 30, DEAD_LETTER_BYTES));

    private Topics() {}

    /** Every topic that this version uses. */
    public static List<TopicSpec> all() {
        return ALL;
    }

    /** The topics that a service reads or writes, and so checks at its start: it must not ask for more. */
    public static List<TopicSpec> usedBy(Service service) {
        return switch (service) {
            case COMMAND_GATEWAY -> specs(COMMANDS, COMMAND_EVENTS, COMMAND_LOG, DEAD_LETTERS);
            case FEEDBACK_COLLECTOR -> specs(FEEDBACK, COMMAND_EVENTS);
            case JOB_ORCHESTRATOR -> specs(JOBS, JOB_EVENTS, DEVICE_JOBS, JOB_STATE, DEAD_LETTERS);
        };
    }

    /**
     * What one topic needs.
     *
     * @throws IllegalArgumentException if this version uses no topic of that name
     */
    public static TopicSpec spec(String name) {
        return ALL.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic of Downlink: " + name));
    }

    private static List<TopicSpec> specs(String... names) {
        return Stream.of(names).map(Topics::spec).toList();
    }

    private static TopicSpec kept(String name, int partitions, int days, int maxMessageBytes) {
        return new TopicSpec(name, partitions, Duration.ofDays(days), Cleanup.DELETE, maxMessageBytes);
    }
}
