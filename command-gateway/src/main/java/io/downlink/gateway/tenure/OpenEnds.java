package io.downlink.gateway.tenure;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Commands that have ended and may never have reached their device, until Kafka has the event that says so. The next call
 * of their lane waits for it: were it lost with this replica, whoever comes next would carry the command out, after the
 * one that it stands before.
 *
 * <p>Safe for use by many threads.
 */
final class OpenEnds {
    private final Map<Long, OpenLane> lanes = new HashMap<>();
    private boolean over;

    /** The command at that offset has ended. To be called before its lane goes on. */
    synchronized void begin(long lane, long offset) {
        if (!over) {
            lanes.computeIfAbsent(lane, _ -> new OpenLane()).offsets.add(offset);
        }
    }

    /** Kafka has its event, or will never have it. Does nothing where nothing was begun. */
    void end(long lane, long offset) {
        List<Waiting> ready = new ArrayList<>();
        synchronized (this) {
            OpenLane open = lanes.get(lane);
            if (open == null || !open.offsets.remove(offset)) {
                return;
            }
            open.takeReady(ready);
            if (open.isEmpty()) {
                lanes.remove(lane);
            }
        }
        ready.forEach(Waiting::goOn);
    }

    /** @return ends when no end of an earlier command of the lane is open */
    Uni<Void> noneBefore(long lane, long offset) {
        return Uni.createFrom().emitter(emitter -> {
            Waiting one = new Waiting(offset, emitter);
            if (waits(lane, one)) {
                emitter.onTermination(() -> forget(lane, one));
            } else {
                one.goOn();
            }
        });
    }

    private synchronized boolean waits(long lane, Waiting one) {
        OpenLane open = lanes.get(lane);
        if (open == null || open.isNoneBefore(one)) {
            return false;
        }
        open.waiting.add(one);
        return true;
    }

    private synchronized void forget(long lane, Waiting one) {
        OpenLane open = lanes.get(lane);
        if (open != null) {
            open.waiting.remove(one);
        }
    }

    /** The partition is another's: nobody waits any more. */
    void drop() {
        List<Waiting> left = new ArrayList<>();
        synchronized (this) {
            over = true;
            lanes.values().forEach(open -> left.addAll(open.waiting));
            lanes.clear();
        }
        left.forEach(Waiting::goOn);
    }

    private record Waiting(long offset, UniEmitter<? super Void> emitter) {

        void goOn() {
            emitter.complete(null);
        }
    }

    /** One lane with an open end, or more. */
    private static final class OpenLane {
        private final TreeSet<Long> offsets = new TreeSet<>();
        private final List<Waiting> waiting = new ArrayList<>(1);

        boolean isNoneBefore(Waiting one) {
            return offsets.lower(one.offset()) == null;
        }

        void takeReady(List<Waiting> ready) {
            waiting.stream().filter(this::isNoneBefore).forEach(ready::add);
            waiting.removeAll(ready);
        }

        boolean isEmpty() {
            return offsets.isEmpty();
        }
    }
}
