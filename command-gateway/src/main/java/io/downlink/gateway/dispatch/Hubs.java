package io.downlink.gateway.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The configured hubs, by name. */
public final class Hubs implements AutoCloseable {
    private final Map<String, Hub> byName;

    public Hubs(List<Hub> hubs) {
        this.byName = hubs.stream().collect(Collectors.toUnmodifiableMap(Hub::name, Function.identity()));
    }

    public Optional<Hub> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Hub> all() {
        return byName.values();
    }

    /** How many calls are open, at all hubs together. */
    public int callsInFlight() {
        return byName.values().stream().mapToInt(hub -> hub.pacer().inUse()).sum();
    }

    /** How long a call has been starting, at whichever hub that takes longest: no time, unless something stands still. */
    public Duration stalled() {
        return byName.values().stream()
                .map(hub -> hub.pacer().stalled())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Whether no hub can be reached, as far as is known. */
    public boolean areAllAway() {
        return byName.values().stream().allMatch(hub -> hub.pacer().isAway());
    }

    /** From here no call starts. Open ones end as they would. */
    public void startNothingMore() {
        byName.values().forEach(hub -> hub.pacer().close());
    }

    /** Ends open calls: each fails, as may have executed. */
    @Override
    public void close() {
        byName.values().forEach(hub -> hub.client().close());
    }
}
