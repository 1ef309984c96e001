package io.downlink.orchestrator.requests;

import io.downlink.contracts.jobs.JobReadResult.Accepted;
import io.downlink.contracts.jobs.JobReadResult.Refused;
import io.downlink.contracts.jobs.JobReadResult.Unreadable;
import io.downlink.contracts.jobs.JobReader;
import io.downlink.contracts.jobs.JobRequest;
import io.downlink.contracts.jobs.JobRequest.Cancel;
import io.downlink.contracts.jobs.JobRequest.DryRun;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.orchestrator.forecast.DryRuns;
import io.downlink.orchestrator.outcome.JobEvents;
import io.downlink.orchestrator.state.StandsByException;
import io.downlink.orchestrator.work.Accepting;
import io.downlink.orchestrator.work.Cancelling;
import io.downlink.service.topics.DeadLetters;
import io.downlink.service.topics.UnreadableRecordException;
import io.downlink.service.tracing.Spans;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * From a record on {@code downlink.jobs} to a job that is kept, or taken back, or to what is told instead.
 *
 * <p>A record is acknowledged only when Kafka has acknowledged all that was written because of it; until then a restart
 * reads it again. So does the next owner where this replica stopped working before a record had its turn. Nothing that a
 * record holds ends the stream, and no defect does.
 */
public final class RequestPipeline {
    private static final Logger LOGGER = Logger.getLogger(RequestPipeline.class);
    /** A cancel may wait for its hub, and others go on meanwhile. */
    private static final int AT_ONCE = 256;

    private final JobReader reader;
    private final Accepting accepting;
    private final Cancelling cancelling;
    private final DryRuns dryRuns;
    private final JobEvents events;
    private final DeadLetters deadLetters;
    private final Spans spans;
    private final Clock clock;
    private final AtomicInteger open = new AtomicInteger();

    public RequestPipeline(
            JobReader reader,
            Accepting accepting,
            Cancelling cancelling,
            DryRuns dryRuns,
            JobEvents events,
            DeadLetters deadLetters,
            Spans spans,
            Clock clock) {
        this.reader = reader;
        this.accepting = accepting;
        this.cancelling = cancelling;
        this.dryRuns = dryRuns;
        this.events = events;
        this.deadLetters = deadLetters;
        this.spans = spans;
        this.clock = clock;
    }

    /** Carries requests; those about one job in the order of the records. */
    public Multi<Void> carry(Multi<Message<byte[]>> requests) {
        return requests.onItem().transformToUni(this::carry).merge(AT_ONCE);
    }

    /** How many records are read and not acknowledged. */
    public int open() {
        return open.get();
    }

    private Uni<Void> carry(Message<byte[]> message) {
        ConsumerRecord<byte[], byte[]> record = recordOf(message);
        open.incrementAndGet();
        return Uni.createFrom()
                .deferred(() -> carry(record))
                .onFailure(failure -> !(failure instanceof StandsByException))
                .recoverWithUni(defect -> keep(record, defect))
                .chain(() -> Uni.createFrom().completionStage(message.ack()))
                .onFailure(StandsByException.class)
                .recoverWithUni(() -> leaveToTheNextOwner(record))
                .onFailure()
                .recoverWithUni(defect -> leave(record, defect))
                .onTermination()
                .invoke(() -> open.decrementAndGet());
    }

    private Uni<Void> carry(ConsumerRecord<byte[], byte[]> record) {
        return switch (reader.read(record)) {
            case Accepted(JobRequest request, RequestMeta meta) -> traced(request, meta);
            case Refused refused -> events.publish(refused.toEvent(clock.instant()));
            case Unreadable(String cause) -> deadLetters.keep(record, new UnreadableRecordException(cause));
        };
    }

    /** What comes of the request, be it months later, belongs to the span that ends here. */
    private Uni<Void> traced(JobRequest request, RequestMeta meta) {
        Span span = spans.process(meta, request.id().hub())
                .setAttribute("downlink.job_id", request.id().jobId())
                .setAttribute("downlink.request", request.type().wire());
        return Spans.ending(span, () -> carry(request, Spans.within(span, meta)));
    }

    private Uni<Void> carry(JobRequest request, RequestMeta meta) {
        return switch (request) {
            case Schedule schedule -> accepting.accept(schedule, meta);
            case DryRun dryRun -> dryRuns.answer(dryRun, meta).chain(events::publish);
            case Cancel cancel -> cancelling.cancel(cancel, meta);
        };
    }

    private Uni<Void> keep(ConsumerRecord<byte[], byte[]> record, Throwable defect) {
        LOGGER.errorf(
                defect,
                "record without an outcome, by a defect topic=%s partition=%d offset=%d",
                record.topic(),
                record.partition(),
                record.offset());
        return deadLetters.keep(record, defect);
    }

    /** Not acknowledged: who owns the partition now reads it. */
    private Uni<Void> leaveToTheNextOwner(ConsumerRecord<byte[], byte[]> record) {
        LOGGER.infof("record is left to the replica that works now offset=%d", record.offset());
        return Uni.createFrom().voidItem();
    }

    /** Not acknowledged: it is read again after the next start. */
    private Uni<Void> leave(ConsumerRecord<byte[], byte[]> record, Throwable defect) {
        LOGGER.errorf(
                defect,
                "record stays unacknowledged, by a defect topic=%s partition=%d offset=%d",
                record.topic(),
                record.partition(),
                record.offset());
        return Uni.createFrom().voidItem();
    }

    @SuppressWarnings("unchecked") // the channel is configured with deserializers for bytes
    private static ConsumerRecord<byte[], byte[]> recordOf(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("a message of the channel jobs is no Kafka record"))
                .getRecord();
    }
}
