package io.downlink.collector.receiving;

import io.downlink.collector.receiving.ReceiverState.AwaitingKafka;
import io.downlink.collector.receiving.ReceiverState.Connected;
import io.downlink.collector.receiving.ReceiverState.Disconnected;
import io.downlink.collector.receiving.ReceiverState.Opening;
import io.downlink.collector.receiving.ReceiverState.StandingBy;
import io.downlink.contracts.commands.Reason;
import io.downlink.hub.HubException;
import io.downlink.service.hubs.HubReasons;
import io.downlink.service.pauses.Backoff;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Keeps book of one hub's receivers, of which there is one at a time: what an operator wants to know of them. */
public final class Receiver {
    private static final Logger LOGGER = Logger.getLogger(Receiver.class);

    private static final double NANOS_PER_SECOND = 1e9;

    private final String hub;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Clock clock;
    private final Counter opened;
    private final Counter renewed;
    private volatile ReceiverState state;
    private int failures; // guarded by this

    /**
     * @param hub its configured name
     * @param backoff between a receiver that failed and the next
     */
    public Receiver(String hub, Backoff backoff, RandomGenerator random, MeterRegistry registry, Clock clock) {
        this.hub = hub;
        this.backoff = backoff;
        this.random = random;
        this.clock = clock;
        this.state = new StandingBy(clock.instant());
        this.opened = Counter.builder("downlink.feedback.receivers.opened")
                .description("Receivers that the hub has accepted")
                .tag("hub", hub)
                .register(registry);
        this.renewed = Counter.builder("downlink.feedback.receivers.renewed")
                .description(
                        "Receivers that were closed because no batch, or no feedback of a canary, came in time, and opened anew")
                .tag("hub", hub)
                .register(registry);
        Gauge.builder("downlink.feedback.quiet", this, Receiver::quietSeconds)
                .description("Time since the latest batch, while the receiver is connected; else 0")
                .baseUnit("seconds")
                .tag("hub", hub)
                .register(registry);
        Gauge.builder("downlink.feedback.receiver.connected", this, Receiver::connected)
                .description("Whether the hub's receiver is connected: 1 or 0")
                .tag("hub", hub)
                .register(registry);
    }

    public String hub() {
        return hub;
    }

    public ReceiverState state() {
        return state;
    }

    /** Whether it is connected, and was at that time and ever since. */
    public boolean connectedSince(Instant time) {
        return state instanceof Connected connected && !connected.since().isAfter(time);
    }

    /** The first one is opened now. */
    public synchronized void begins() {
        state = new Opening(clock.instant());
    }

    /** There is none any more, until this replica works again. */
    public synchronized void standsBy() {
        state = new StandingBy(clock.instant());
    }

    /** A batch has come. */
    public synchronized void heard() {
        if (state instanceof Connected connected) {
            state = new Connected(connected.since(), clock.instant());
        }
    }

    /**
     * It may be deaf, so it was closed, and another one is opened now.
     *
     * @param silence says what has not come
     */
    public synchronized void renewed(Throwable silence) {
        LOGGER.infof(
                "feedback receiver may be deaf, another one is opened hub=%s connected=%s detail=%s",
                hub, lasted(state), silence.getMessage());
        state = new Opening(clock.instant());
        renewed.increment();
    }

    /** The hub has accepted one. */
    public synchronized void accepted() {
        Instant now = clock.instant();
        state = new Connected(now, now);
        opened.increment();
        LOGGER.infof("feedback receiver connected hub=%s", hub);
    }

    /** Kafka is silent, so it was closed. */
    public synchronized void closedForKafka() {
        state = new AwaitingKafka(clock.instant());
        LOGGER.warnf("Kafka acknowledges no feedback, the receiver is closed until it does hub=%s", hub);
    }

    /** Another one is opened now. */
    public synchronized void kafkaAnswers() {
        LOGGER.infof("Kafka acknowledges again, a receiver is opened hub=%s silence=%s", hub, lasted(state));
        state = new Opening(clock.instant());
    }

    /**
     * It could not be opened, or was lost.
     *
     * @return how long to wait before another one is opened
     */
    public synchronized Duration failed(Throwable failure) {
        boolean stood = state instanceof Connected && lasted(state).compareTo(backoff.longest()) >= 0;
        failures = stood ? 1 : failures + 1;
        state = next(failure);
        return backoff.pause(failures, random);
    }

    private Disconnected next(Throwable failure) {
        Disconnected now = disconnected(failure);
        if (state instanceof Disconnected before && before.reason() == now.reason()) {
            LOGGER.debugf(failure, "feedback receiver still not connected hub=%s attempts=%d", hub, failures);
            return new Disconnected(before.since(), now.reason(), now.detail());
        }
        warn(now, failure);
        return now;
    }

    private Disconnected disconnected(Throwable failure) {
        Instant now = clock.instant();
        return failure instanceof HubException hubs
                ? new Disconnected(
                        now,
                        HubReasons.of(hubs.failure()),
                        hubs.failure().evidence().detail())
                : new Disconnected(now, Reason.UNEXPECTED, failure.toString());
    }

    private void warn(Disconnected now, Throwable failure) {
        switch (now.reason()) {
            case UNAUTHORIZED, FORBIDDEN ->
                LOGGER.errorf(
                        "feedback receiver refused, its policy needs the right ServiceConnect; it is tried again"
                                + " until the hub accepts it hub=%s reason=%s detail=%s",
                        hub, now.reason().wire(), now.detail());
            case UNEXPECTED -> LOGGER.errorf(failure, "feedback receiver failed, another one is opened hub=%s", hub);
            default ->
                LOGGER.warnf(
                        "feedback receiver not connected, another one is opened hub=%s reason=%s detail=%s",
                        hub, now.reason().wire(), now.detail());
        }
    }

    private Duration lasted(ReceiverState past) {
        return Duration.between(past.since(), clock.instant());
    }

    private double quietSeconds() {
        return state instanceof Connected connected
                ? Duration.between(connected.heard(), clock.instant()).toNanos() / NANOS_PER_SECOND
                : 0;
    }

    private double connected() {
        return state instanceof Connected ? 1 : 0;
    }
}
