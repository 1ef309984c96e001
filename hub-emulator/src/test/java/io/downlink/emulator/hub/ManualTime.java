package io.downlink.emulator.hub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clock and its timers; both move only by hand. */
public final class ManualTime extends Clock implements Timers {
    private final List<Planned> planned = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** Runs what was to run until then, in its order. */
    public void move(Duration by) {
        Instant end = now.plus(by);
        for (Planned next = next(end); next != null; next = next(end)) {
            now = next.at();
            planned.remove(next);
            next.action().run();
        }
        now = end;
    }

    public int timers() {
        return planned.size();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        Planned timer = new Planned(now.plus(delay), action);
        planned.add(timer);
        return () -> planned.remove(timer);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }

    private @Nullable Planned next(Instant end) {
        return planned.stream()
                .filter(timer -> !timer.at().isAfter(end))
                .min(Comparator.comparing(Planned::at)) // of equal ones the first that was set
                .orElse(null);
    }

    private record Planned(Instant at, Runnable action) {}
}
