package io.downlink.hub;

import io.downlink.hub.HubFailure.Evidence;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The places of the calls in flight. A call beyond them waits its turn, but not long: whoever asked for it may have a
 * deadline to keep, and is told that it was not sent.
 */
final class Places {
    private final int all;
    private final Duration patience;
    private final Semaphore free;

    Places(int all, Duration patience) {
        this.all = all;
        this.patience = patience;
        this.free = new Semaphore(all, true);
    }

    /** @return false if none came free in time */
    boolean take() throws InterruptedException {
        return free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    void giveBack() {
        free.release();
    }

    Evidence noneFree() {
        return new Evidence(
                "not sent: " + all + " calls were in flight, and none ended within " + patience, null, null);
    }
}
