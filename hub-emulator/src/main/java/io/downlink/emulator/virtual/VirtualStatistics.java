package io.downlink.emulator.virtual;

import java.util.concurrent.atomic.LongAdder;

/** Counts what virtual devices did. */
public final class VirtualStatistics {
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder hung = new LongAdder();
    private final LongAdder offline = new LongAdder();
    private final LongAdder messages = new LongAdder();

    VirtualStatistics() {}

    /** Methods executed, whatever was answered. */
    public long executed() {
        return answered() + failed() + hung();
    }

    /** Methods that devices did as they were told. */
    public long answered() {
        return answered.sum();
    }

    /** Methods that devices failed at, and said so. */
    public long failed() {
        return failed.sum();
    }

    /** Methods that devices took and never answered. */
    public long hung() {
        return hung.sum();
    }

    /** Methods that no device took. */
    public long offline() {
        return offline.sum();
    }

    /** Messages that devices took. */
    public long messages() {
        return messages.sum();
    }

    /** Starts counting anew. */
    public void restart() {
        answered.reset();
        failed.reset();
        hung.reset();
        offline.reset();
        messages.reset();
    }

    void called(Reaction reaction) {
        switch (reaction) {
            case Reaction.Answer answer -> (answer.succeeded() ? answered : failed).increment();
            case Reaction.Hang _ -> hung.increment();
            case Reaction.Offline _ -> offline.increment();
        }
    }

    void sent(Reaction reaction) {
        switch (reaction) {
            case Reaction.Answer _, Reaction.Hang _ -> messages.increment();
            case Reaction.Offline _ -> {}
        }
    }
}
