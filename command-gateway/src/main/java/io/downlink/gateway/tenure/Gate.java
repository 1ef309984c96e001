package io.downlink.gateway.tenure;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Who comes while it is closed waits. All pass in the order in which they came, before and after it opens. */
final class Gate {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looking = new AtomicInteger();
    private volatile boolean open;

    void pass(Runnable passing) {
        waiting.add(passing);
        look();
    }

    void open() {
        open = true;
        look();
    }

    /** One thread at a time lets pass; whoever comes meanwhile only asks it to look once more. */
    private void look() {
        if (looking.getAndIncrement() > 0) {
            return;
        }
        int answered = 1;
        do {
            while (open) {
                Runnable next = waiting.poll();
                if (next == null) {
                    break;
                }
                next.run();
            }
            answered = looking.addAndGet(-answered);
        } while (answered > 0);
    }
}
