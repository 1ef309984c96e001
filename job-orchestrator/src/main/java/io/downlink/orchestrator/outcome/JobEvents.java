package io.downlink.orchestrator.outcome;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEventWriter;
import io.downlink.service.topics.OutgoingRecords;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/** Tells on {@code downlink.job-events} how jobs go. */
public final class JobEvents {
    private static final Logger LOGGER = Logger.getLogger(JobEvents.class);

    private final OutgoingRecords topic;
    private final JobEventWriter writer;
    private final JobMeters meters;

    public JobEvents(OutgoingRecords topic, JobEventWriter writer, JobMeters meters) {
        this.topic = topic;
        this.writer = writer;
        this.meters = meters;
    }

    /** @return ends when Kafka has acknowledged the event */
    public Uni<Void> publish(JobEvent event) {
        return topic.write(writer.write(event)).invoke(() -> published(event));
    }

    private void published(JobEvent event) {
        meters.published(event);
        LOGGER.logf(
                event instanceof JobEvent.Progress ? Level.DEBUG : Level.INFO,
                "job event published event=%s jobId=%s hub=%s",
                event.name(),
                event.about().id().jobId(),
                event.about().id().hub());
    }
}
