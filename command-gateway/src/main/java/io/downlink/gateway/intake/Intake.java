package io.downlink.gateway.intake;

import io.downlink.contracts.commands.CommandReader;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.commands.ReadResult.Refused;
import io.downlink.contracts.commands.ReadResult.Unreadable;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.topics.Topics;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the records of the commands, and looks at what is no part of a request: when it was written, and where. */
public final class Intake {
    /** How far the clocks of senders may be ahead. A deadline that is reckoned from a wrong time is wrong too. */
    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    /** For how long the command log is kept: the service does not start where it is less. */
    private static final Duration LOG_KEPT = Topics.spec(Topics.COMMAND_LOG).retention();

    private final CommandReader reader;
    private final Partitioning partitioning;
    private final Counter foreign;
    private final Clock clock;

    /** @param foreign counts records that stand where Kafka's default partitioner would not put them */
    public Intake(CommandReader reader, Partitioning partitioning, Counter foreign, Clock clock) {
        this.reader = reader;
        this.partitioning = partitioning;
        this.foreign = foreign;
        this.clock = clock;
    }

    /** What a record asks for. */
    public ReadResult read(ConsumerRecord<byte[], byte[]> record) {
        if (partitioning.isForeign(record.key(), record.partition())) {
            foreign.increment();
        }
        ReadResult request = reader.read(record);
        Instant now = clock.instant();
        if (!Instant.ofEpochMilli(record.timestamp()).isAfter(now.plus(AHEAD_MAX))) {
            return request;
        }
        return switch (request) {
            case Accepted(var command, RequestMeta meta) ->
                new Refused(command.id(), command.type(), meta, List.of(ahead(meta, now)));
            case Refused refused ->
                new Refused(
                        refused.id(),
                        refused.type(),
                        refused.meta(),
                        Stream.concat(Stream.of(ahead(refused.meta(), now)), refused.problems().stream())
                                .toList());
            case Unreadable unreadable -> unreadable;
        };
    }

    /**
     * Whether a request is so old that nobody can tell any more whether it was begun before: whatever was noted of it may
     * be gone. It is past its deadline, which lies no further ahead than {@code lifetime-max}.
     */
    public boolean isForgotten(RequestMeta meta) {
        return meta.recordTime().isBefore(clock.instant().minus(LOG_KEPT));
    }

    private static Problem ahead(RequestMeta meta, Instant now) {
        return new Problem(
                "timestamp",
                meta.recordTime().toString(),
                "the record's timestamp is more than %s ahead of %s, the gateway's time: set the sender's clock"
                        .formatted(AHEAD_MAX, now));
    }
}
