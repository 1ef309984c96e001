package io.downlink.emulator.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What is to happen when a fault is over. A fault may last for ever and strike many links, so what has become pointless
 * meanwhile is forgotten: of links that are gone never more is kept than of those that are there.
 */
final class Aftermath {
    private static final int KEPT_MIN = 16;

    private final List<Step> steps = new ArrayList<>();
    private int keptMax = KEPT_MIN;
    private boolean here;

    /**
     * Adds a step, which happens at once if the fault is over.
     *
     * @param pointless whether it need not happen any more; any thread asks, under a lock
     */
    void add(BooleanSupplier pointless, Runnable action) {
        if (!keep(new Step(pointless, action))) {
            action.run();
        }
    }

    /** The fault is over. */
    void come() {
        List<Step> due;
        synchronized (this) {
            here = true;
            due = List.copyOf(steps);
            steps.clear();
        }
        due.forEach(step -> step.action().run());
    }

    /** How many steps are kept. */
    synchronized int size() {
        return steps.size();
    }

    private synchronized boolean keep(Step step) {
        if (here) {
            return false;
        }
        if (steps.size() >= keptMax) {
            steps.removeIf(kept -> kept.pointless().getAsBoolean());
            keptMax = Math.max(KEPT_MIN, 2 * steps.size());
        }
        steps.add(step);
        return true;
    }

    private record Step(BooleanSupplier pointless, Runnable action) {}
}
