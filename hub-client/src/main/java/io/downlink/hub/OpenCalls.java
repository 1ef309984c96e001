package io.downlink.hub;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** The calls of one client that have not ended, whatever they ask for. */
final class OpenCalls {
    private final ScheduledExecutorService scheduler;
    private final Set<OpenCall<?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    OpenCalls(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * A call for each subscription.
     *
     * @param send blocks until the call has ended; what it throws besides {@link HubException} the table knows
     * @param end how long sending may take
     */
    <T> Uni<T> call(Supplier<? extends T> send, Duration end, Places places) {
        return Uni.createFrom().emitter(emitter -> begin(send, end, places, emitter));
    }

    /** Ends all calls, and every later one at its beginning. */
    void close() {
        closed = true;
        open.forEach(call -> call.abandon("the client was closed"));
    }

    private <T> void begin(Supplier<? extends T> send, Duration end, Places places, UniEmitter<? super T> emitter) {
        OpenCall<T> opened = new OpenCall<>(send, end, places, scheduler, emitter);
        open.add(opened);
        emitter.onTermination(() -> {
            open.remove(opened);
            opened.abandon("the wait was cancelled");
        });
        if (closed) { // asked after the call is known: close() either finds it or is seen here
            opened.abandon("the client is closed");
        } else {
            opened.start();
        }
    }
}
