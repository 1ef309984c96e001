package io.downlink.emulator.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * What is to happen when a fault is over. A fault may last for ever and strike many links, so what has become pointless
 * meanwhile is forgotten: of links that are gone never more is kept than of those that are there.
 */
final class Aftermath {
    private static final Logger LOGGER = Logger.getLogger(Aftermath.class);
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
        due.forEach(Step::happen);
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

    private record Step(BooleanSupplier pointless, Runnable action) {
        /** One that fails must not leave the others undone: links would stay mute, and ports closed. */
        void happen() {
            try {
                action.run();
            } catch (RuntimeException defect) {
                LOGGER.error("a fault is over, and not all that it did", defect);
            }
        }
    }
}
