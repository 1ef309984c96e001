package io.downlink.gateway.dispatch;

import io.smallrye.mutiny.Uni;

/** Whether calls may start at all for the commands of a partition: who no longer knows that it is its owner starts none. */
public interface Lease {

    /** Asked last thing before each call. */
    boolean holds(int partition);

    /** Ends when it holds, at once if it does; without holding a thread. */
    Uni<Void> held(int partition);
}
