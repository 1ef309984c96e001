package io.downlink.gateway.startup;

import io.downlink.gateway.config.DownlinkConfig;
import io.downlink.gateway.repeats.EventReader;
import io.downlink.gateway.repeats.RepeatMemory;
import io.downlink.gateway.repeats.RepeatMeters;
import io.downlink.gateway.repeats.Repeats;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;

/** Puts together what recognises commands that are asked for again. */
@Singleton
class RepeatsWiring {
    private final DownlinkConfig config;

    RepeatsWiring(DownlinkConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    RepeatMemory memory(Clock clock) {
        // A command that may still be sent must be known, or its repeat would be sent beside it.
        Duration window = config.gateway().repeatWindow();
        Duration lifetime = config.requests().lifetime();
        return new RepeatMemory(
                window.compareTo(lifetime) < 0 ? lifetime : window,
                config.gateway().repeatsMax(),
                clock);
    }

    @Produces
    @Singleton
    EventReader eventReader(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        return EventReader.open(
                kafka,
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("read-back-", 0).factory()));
    }

    void close(@Disposes EventReader reader) {
        reader.close();
    }

    @Produces
    @Singleton
    Repeats repeats(EventReader reader, RepeatMemory memory, MeterRegistry registry, Clock clock) {
        return new Repeats(reader, new RepeatMeters(registry, memory), clock);
    }
}
