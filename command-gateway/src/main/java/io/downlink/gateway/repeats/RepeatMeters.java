package io.downlink.gateway.repeats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How often commands are asked for again, and how many are remembered for it. */
public final class RepeatMeters {
    private static final String REPEATS = "downlink.repeats";

    private final Counter replayed;
    private final Counter conflicts;
    private final Counter unreadable;

    public RepeatMeters(MeterRegistry registry, RepeatMemory memory) {
        this.replayed = counter(registry, "replayed");
        this.conflicts = counter(registry, "conflict");
        this.unreadable = counter(registry, "unreadable");
        Gauge.builder("downlink.repeats.commands", memory, RepeatMemory::commands)
                .description("Commands that have ended and would be recognised")
                .register(registry);
        Gauge.builder(
                        "downlink.repeats.window",
                        memory,
                        known -> known.covered().toMillis() / 1e3)
                .description("How far back commands would be recognised in every partition")
                .baseUnit("seconds")
                .register(registry);
    }

    void replayed() {
        replayed.increment();
    }

    void conflict() {
        conflicts.increment();
    }

    void unreadable() {
        unreadable.increment();
    }

    private static Counter counter(MeterRegistry registry, String answer) {
        return Counter.builder(REPEATS)
                .description("Records that asked for a command which had ended, by what they were told")
                .tag("answer", answer)
                .register(registry);
    }
}
