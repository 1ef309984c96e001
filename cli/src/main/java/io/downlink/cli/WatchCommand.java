package io.downlink.cli;

import io.downlink.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Follows a topic, a line for each record, until it is stopped. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Follows what becomes of commands, or any other topic, until Ctrl-C.")
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class WatchCommand implements Callable<Integer> {
    private static final String PREFIX = "downlink.";

    @Mixin
    private KafkaOptions kafka;

    @Parameters(
            paramLabel = "TOPIC",
            arity = "0..1",
            defaultValue = Topics.COMMAND_EVENTS,
            description = "With or without \"downlink.\": ${DEFAULT-VALUE}.")
    private String topic = Topics.COMMAND_EVENTS;

    @Option(names = "--from-beginning", description = "Begin with the oldest record that is still there.")
    private boolean fromBeginning;

    @Option(names = "--device", paramLabel = "ID", description = "Only what is about this device.")
    private @Nullable String deviceId;

    @Option(names = "--json", description = "Each record as a JSON object, with its place and headers.")
    private boolean json;

    @Option(
            names = "--max-records",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "End after so many lines.")
    private long recordsMax = Long.MAX_VALUE;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
            List<TopicPartition> partitions =
                    kafka.partitions(consumer, topic.startsWith(PREFIX) ? topic : PREFIX + topic);
            new Following(this::isWanted, json ? RecordText::json : RecordText::line, recordsMax)
                    .follow(
                            consumer,
                            partitions,
                            fromBeginning,
                            spec.commandLine().getOut());
        }
        return ExitStatus.DONE;
    }

    private boolean isWanted(ConsumerRecord<byte[], byte[]> record) {
        return deviceId == null || Arrays.equals(record.key(), deviceId.getBytes(StandardCharsets.UTF_8));
    }
}
