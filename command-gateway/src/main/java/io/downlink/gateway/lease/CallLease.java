package io.downlink.gateway.lease;

import io.downlink.gateway.dispatch.Lease;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Calls start while this replica polls and Kafka takes the partition's events. Who has to wait is looked after in rounds. */
public final class CallLease implements Lease {
    private final PollLease polls;
    private final EventWrites writes;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    public CallLease(PollLease polls, EventWrites writes) {
        this.polls = polls;
        this.writes = writes;
    }

    @Override
    public boolean holds(int partition) {
        return polls.holds() && writes.taken(partition);
    }

    @Override
    public Uni<Void> held(int partition) {
        return Uni.createFrom().emitter(emitter -> {
            if (holds(partition)) {
                emitter.complete(null);
            } else {
                Waiting one = new Waiting(partition, emitter);
                waiting.add(one);
                emitter.onTermination(() -> waiting.remove(one)); // its command is taken back, or parked
            }
        });
    }

    /** One round: lets those go on for whom it holds again. */
    public void look() {
        if (!polls.holds()) {
            return;
        }
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting one = all.next();
            if (writes.taken(one.partition())) {
                all.remove();
                one.emitter().complete(null);
            }
        }
    }

    /** How many commands wait for it. */
    public int waiting() {
        return waiting.size();
    }

    private record Waiting(int partition, UniEmitter<? super Void> emitter) {}
}
