package io.downlink.collector.publishing;

import io.downlink.contracts.feedback.Feedback;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** How much feedback one hub gives, how old it is, and what becomes of it. */
public final class FeedbackMeters {
    private static final String HUB = "hub";
    private static final Duration[] AGES = {
        Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30),
        Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1),
        Duration.ofHours(6), Duration.ofDays(1)
    };

    private final MeterProvider<Counter> batches;
    private final MeterProvider<Counter> records;
    private final Counter givenUp;
    private final Counter repeated;
    private final Timer age;

    /** What became of a batch. All but the first come again: that is all that is known here of what a hub repeats. */
    public enum BatchEnd {
        /** Kafka has it, and the hub was told in time. */
        COMPLETED,
        /** Kafka has it, but the time to tell the hub was over. */
        LATE,
        /** Kafka did not acknowledge it in time. */
        UNACKNOWLEDGED;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public FeedbackMeters(MeterRegistry registry, String hub) {
        this.batches = Counter.builder("downlink.feedback.batches")
                .description("Batches that the hub delivered, by what became of them")
                .tag(HUB, hub)
                .withRegistry(registry);
        this.records = Counter.builder("downlink.feedback.records")
                .description("Feedback acknowledged by Kafka, by what it tells")
                .tag(HUB, hub)
                .withRegistry(registry);
        this.givenUp = Counter.builder("downlink.feedback.records.given.up")
                .description("Feedback that could not be published, now or ever")
                .tag(HUB, hub)
                .register(registry);
        this.repeated = Counter.builder("downlink.feedback.records.repeated")
                .description("Feedback that this replica was given before, among the latest " + FeedbackTopic.RECENT)
                .tag(HUB, hub)
                .register(registry);
        this.age = Timer.builder("downlink.feedback.age")
                .description("Time from an outcome to the arrival of its feedback, by the clocks of hub and collector")
                .tag(HUB, hub)
                .serviceLevelObjectives(AGES)
                .register(registry);
    }

    void ended(BatchEnd end) {
        batches.withTag("result", end.label()).increment();
    }

    void arrived(Duration old) {
        age.record(old.isNegative() ? Duration.ZERO : old); // the clocks differ
    }

    void published(Feedback feedback) {
        records.withTag("event", feedback.name()).increment();
    }

    void repeated() {
        repeated.increment();
    }

    void givenUp() {
        givenUp.increment();
    }
}
