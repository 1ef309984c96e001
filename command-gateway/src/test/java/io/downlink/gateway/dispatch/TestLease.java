package io.downlink.gateway.dispatch;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;

/** Calls may start until a test says otherwise, and from when it says so. */
public final class TestLease implements Lease {
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
    private boolean holds = true;

    void lapses() {
        holds = false;
    }

    void isRenewed() {
        holds = true;
        waiting.forEach(emitter -> emitter.complete(null));
    }

    @Override
    public boolean holds(int partition) {
        return holds;
    }

    @Override
    public Uni<Void> held(int partition) {
        return Uni.createFrom().emitter(emitter -> {
            if (holds) {
                emitter.complete(null);
            } else {
                waiting.add(emitter);
            }
        });
    }
}
