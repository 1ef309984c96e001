package io.downlink.emulator;

import io.downlink.emulator.faults.FrontEnd;
import io.downlink.emulator.faults.FrontEnds;
import io.downlink.emulator.faults.Kind.Connections;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** All ports of the hub, by what listens there. */
final class Gates implements FrontEnds {
    private final Map<FrontEnd, List<Gate>> gates = new ConcurrentHashMap<>();

    void add(FrontEnd frontEnd, Gate gate) {
        gates.computeIfAbsent(frontEnd, _ -> new CopyOnWriteArrayList<>()).add(gate);
    }

    @Override
    public void close(Set<FrontEnd> which, Connections connections) {
        of(which).forEach(gate -> gate.shut(connections));
    }

    @Override
    public void open(Set<FrontEnd> which) {
        of(which).forEach(Gate::restore);
    }

    private Stream<Gate> of(Set<FrontEnd> which) {
        return which.stream()
                .map(frontEnd -> gates.getOrDefault(frontEnd, List.of()))
                .flatMap(Collection::stream);
    }
}
