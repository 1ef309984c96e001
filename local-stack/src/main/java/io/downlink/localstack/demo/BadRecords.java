package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Conversation.utf8;
import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Records that no command can be read from stop nobody: they are kept as they are, and the ones behind them are read. */
final class BadRecords implements Scenario {
    private static final int PARTITION = 0;
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String device;

    BadRecords(String device) {
        this.device = device;
    }

    @Override
    public String id() {
        return "h";
    }

    @Override
    public String title() {
        return "records that are not JSON";
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> bad = List.of(
                record(null, utf8("reboot, please")),
                record(new RecordHeader("content-type", utf8(STRUCTURED)), utf8("{\"specversion\":")),
                record(new RecordHeader("content-type", utf8(STRUCTURED)), null),
                record(new RecordHeader("content-type", (byte[]) null), utf8("{}")));
        for (ProducerRecord<byte[], byte[]> record : bad) {
            Source source = stage.kafka().send(record);
            requireUnchanged(record, stage.kafka().deadLetter(source, PATIENCE));
        }
        Command next = Command.method(device, "echo");
        var _ = stage.kafka()
                .send(new ProducerRecord<>(Topics.COMMANDS, PARTITION, utf8(device), utf8(next.toString())));
        CommandEvent event = stage.kafka().outcome(next.commandId(), PATIENCE);
        unless(event instanceof Completed, "the command behind them completed", outcome(event));
        return "%d in downlink.dead-letters, bytes unchanged; gateway went on".formatted(bad.size());
    }

    private ProducerRecord<byte[], byte[]> record(@Nullable RecordHeader header, byte @Nullable [] value) {
        RecordHeaders headers = new RecordHeaders();
        if (header != null) {
            headers.add(header);
        }
        return new ProducerRecord<>(Topics.COMMANDS, PARTITION, utf8(device), value, headers);
    }

    private static void requireUnchanged(
            ProducerRecord<byte[], byte[]> record, ConsumerRecord<byte[], byte[]> deadLetter)
            throws UnexpectedException {
        boolean unchanged =
                Arrays.equals(record.value(), deadLetter.value()) && Arrays.equals(record.key(), deadLetter.key());
        unless(unchanged, "key and value unchanged in the dead letter", "others");
        unless(deadLetter.headers().lastHeader("dead-letter-reason") != null, "a header that says why", "none");
    }
}
