package io.downlink.collector.startup;

import io.downlink.collector.lost.Hubs;
import io.downlink.collector.publishing.FeedbackTopic;
import io.downlink.collector.receiving.Receiver;
import io.downlink.collector.startup.CollectedHubs.CollectedHub;
import io.downlink.contracts.feedback.Feedback.Lost;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The configured hubs, by their names. */
record CollectedHubs(Map<String, CollectedHub> byName) implements Hubs {
    private static final Logger LOGGER = Logger.getLogger(CollectedHubs.class);

    CollectedHubs {
        byName = Map.copyOf(byName);
    }

    /** How a hub's receiver stands, and where its feedback goes. */
    record CollectedHub(Receiver receiver, FeedbackTopic topic) {}

    static CollectedHubs of(
            Collection<String> names, Function<String, Receiver> receiver, Function<String, FeedbackTopic> topic) {
        return new CollectedHubs(names.stream()
                .collect(Collectors.toMap(
                        name -> name, name -> new CollectedHub(receiver.apply(name), topic.apply(name)))));
    }

    /** @throws NullPointerException if it is not configured */
    CollectedHub of(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    @Override
    public boolean knows(String hub) {
        return byName.containsKey(hub);
    }

    @Override
    public boolean connectedSince(String hub, Instant time) {
        return of(hub).receiver().connectedSince(time);
    }

    @Override
    public void took(String hub, String deviceId, String messageId) {
        of(hub).topic().sent(deviceId, messageId);
    }

    @Override
    public void watch() {
        byName.values().forEach(hub -> hub.topic().watch());
    }

    @Override
    public void watchNoMore() {
        byName.values().forEach(hub -> hub.topic().watchNoMore());
    }

    @Override
    public boolean tells(String hub, String deviceId, String messageId) {
        return of(hub).topic().tells(deviceId, messageId);
    }

    @Override
    public void tell(Lost lost) {
        of(lost.hub())
                .topic()
                .write(lost)
                .subscribe()
                .with(_ -> {}, failure -> LOGGER.errorf(failure, "lost feedback cannot be told hub=%s", lost.hub()));
    }
}
