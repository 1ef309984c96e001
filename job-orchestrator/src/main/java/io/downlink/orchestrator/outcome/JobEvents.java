package io.downlink.orchestrator.outcome;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEventWriter;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/** Tells on {@code downlink.job-events} how jobs go. */
public final class JobEvents {
    private static final Logger LOGGER = Logger.getLogger(JobEvents.class);

    private final Function<ProducerRecord<byte[], byte[]>, Uni<Void>> ledger;
    private final JobEventWriter writer;
    private final JobMeters meters;
    private final JobFeed feed;

    /** @param ledger writes one record, for good */
    public JobEvents(
            Function<ProducerRecord<byte[], byte[]>, Uni<Void>> ledger,
            JobEventWriter writer,
            JobMeters meters,
            JobFeed feed) {
        this.ledger = ledger;
        this.writer = writer;
        this.meters = meters;
        this.feed = feed;
    }

    /**
     * Tells an event that changes no job.
     *
     * @return ends when it is in Kafka
     */
    public Uni<Void> publish(JobEvent event) {
        return ledger.apply(record(event)).invoke(() -> told(event));
    }

    /** An event as it is told together with other things. */
    public ProducerRecord<byte[], byte[]> record(JobEvent event) {
        return writer.write(event);
    }

    /** Takes note that an event is in Kafka. */
    public void told(JobEvent event) {
        feed.tell(event);
        meters.published(event);
        LOGGER.logf(
                event instanceof JobEvent.Progress ? Level.DEBUG : Level.INFO,
                "job event published event=%s jobId=%s hub=%s",
                event.name(),
                event.about().id().jobId(),
                event.about().id().hub());
    }
}
