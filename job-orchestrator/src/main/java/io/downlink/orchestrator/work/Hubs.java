package io.downlink.orchestrator.work;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The configured hubs. */
public final class Hubs {
    private final Map<String, JobHub> byName;

    public Hubs(Collection<JobHub> hubs) {
        this.byName = hubs.stream().collect(Collectors.toUnmodifiableMap(JobHub::name, Function.identity()));
    }

    public Optional<JobHub> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<JobHub> all() {
        return byName.values();
    }

    public Set<String> names() {
        return byName.keySet();
    }

    public void close() {
        byName.values().forEach(hub -> hub.jobs().close());
    }
}
