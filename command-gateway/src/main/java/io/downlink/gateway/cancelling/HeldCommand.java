package io.downlink.gateway.cancelling;

import io.downlink.contracts.commands.CommandId;
import io.downlink.gateway.cancelling.CancelAnswer.Accepted;
import io.downlink.gateway.cancelling.CancelAnswer.Refused;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/**
 * One command, and whether it may still be taken back.
 *
 * <pre>{@code
 * WAITING -- starts --> STARTING -- calls --> CALLING -- waits --> WAITING, between two attempts
 *    |                     |
 *    +---- cancel ---------+----> CANCELLED          all but CANCELLED -- ends --> ENDED
 * }</pre>
 *
 * A cancel that comes while leave to call is asked for is decided when leave has come: then it is known that the call was
 * not made. Safe for use by many threads.
 */
public final class HeldCommand {
    private static final Cancellable NOTHING = () -> {};

    private final CommandId id;
    private State state = State.WAITING;
    private int calls;
    private boolean mayHaveRun;
    private boolean released;
    /** What to do when the command is taken back while it waits. */
    private final List<Runnable> onCancel = new ArrayList<>(2);
    /** Cancels that wait for leave to come. */
    private final List<UniEmitter<? super CancelAnswer>> undecided = new ArrayList<>(0);
    /** Cancels that are accepted, and wait for the command's record to be settled. */
    private final List<UniEmitter<? super CancelAnswer>> accepted = new ArrayList<>(0);

    private enum State {
        /** In its lane, for a place, or between two attempts. */
        WAITING,
        /** Leave to call is asked for. */
        STARTING,
        /** Its call is open. */
        CALLING,
        CANCELLED,
        ENDED
    }

    /** What can be told of it at any time. */
    public enum Standing {
        WAITING,
        CALLING,
        /** What became of it is decided, and on its way to Kafka. */
        ENDING
    }

    HeldCommand(CommandId id) {
        this.id = id;
    }

    CommandId id() {
        return id;
    }

    synchronized Standing standing() {
        return switch (state) {
            case WAITING, STARTING -> Standing.WAITING;
            case CALLING -> Standing.CALLING;
            case CANCELLED, ENDED -> Standing.ENDING;
        };
    }

    /**
     * Work that a cancel ends at once while the command waits.
     *
     * @param ifCancelled what the work ends with then, from the number of calls that were made; asked once
     */
    public <T> Uni<T> unlessCancelled(Uni<T> work, IntFunction<? extends T> ifCancelled) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicReference<Cancellable> running = new AtomicReference<>(NOTHING);
            AtomicBoolean over = new AtomicBoolean();
            boolean begins = whenCancelled(() -> {
                if (over.compareAndSet(false, true)) {
                    emitter.complete(ifCancelled.apply(calls()));
                }
                running.get().cancel(); // a pause, or a place in a queue
            });
            if (!begins) {
                emitter.complete(ifCancelled.apply(calls()));
                return;
            }
            running.set(work.subscribe()
                    .with(
                            item -> {
                                boolean cancelled = !ends();
                                if (over.compareAndSet(false, true)) {
                                    emitter.complete(cancelled ? ifCancelled.apply(calls()) : item);
                                }
                            },
                            failure -> {
                                var _ = ends();
                                emitter.fail(failure);
                            }));
            emitter.onTermination(() -> running.get().cancel()); // its lane has let go of it
        });
    }

    private synchronized boolean whenCancelled(Runnable action) {
        onCancel.add(action);
        return state != State.CANCELLED;
    }

    private synchronized int calls() {
        return calls;
    }

    /** Before leave to call is asked for. @return false if the command is taken back, and must not be called */
    public synchronized boolean starts() {
        if (state == State.WAITING) {
            state = State.STARTING;
        }
        return state != State.CANCELLED;
    }

    /** Last thing before the call. @return false if the command is taken back: the call must not be made */
    public boolean calling() {
        synchronized (this) {
            if (state == State.STARTING) {
                state = undecided.isEmpty() ? State.CALLING : State.CANCELLED;
            }
            accepted.addAll(undecided);
            undecided.clear();
            return state != State.CANCELLED;
        }
    }

    /**
     * No call is open, and another one may be made.
     *
     * @param made how many calls were made so far
     * @param doubt whether the device may have acted upon one of them: then the command cannot be taken back any more
     */
    public void waits(int made, boolean doubt) {
        List<Runnable> actions = List.of();
        List<UniEmitter<? super CancelAnswer>> refused = List.of();
        synchronized (this) {
            calls = made;
            mayHaveRun |= doubt;
            if (state == State.STARTING || state == State.CALLING) {
                state = State.WAITING;
            }
            if (state == State.WAITING && !undecided.isEmpty()) {
                if (mayHaveRun) {
                    refused = List.copyOf(undecided);
                } else {
                    accepted.addAll(undecided);
                    actions = cancelled();
                }
                undecided.clear();
            }
        }
        refused.forEach(cancel -> cancel.complete(unknown()));
        actions.forEach(Runnable::run);
    }

    /** What becomes of it is decided. @return false if it was taken back before */
    private boolean ends() {
        List<UniEmitter<? super CancelAnswer>> late;
        boolean cancelled;
        synchronized (this) {
            cancelled = state == State.CANCELLED;
            if (!cancelled) {
                state = State.ENDED;
            }
            late = List.copyOf(undecided);
            undecided.clear();
        }
        late.forEach(cancel -> cancel.complete(ended()));
        return !cancelled;
    }

    /** Its record is settled, or left. */
    void release() {
        List<UniEmitter<? super CancelAnswer>> told;
        synchronized (this) {
            released = true;
            told = List.copyOf(accepted);
            accepted.clear();
        }
        var _ = ends();
        told.forEach(cancel -> cancel.complete(new Accepted()));
    }

    /** See {@link HeldCommands#cancel}. */
    Uni<CancelAnswer> cancel() {
        return Uni.createFrom().emitter(this::cancel);
    }

    private void cancel(UniEmitter<? super CancelAnswer> answer) {
        List<Runnable> actions = List.of();
        CancelAnswer now = null;
        synchronized (this) {
            switch (state) {
                case WAITING -> {
                    if (mayHaveRun) {
                        now = unknown();
                    } else {
                        accepted.add(answer);
                        actions = cancelled();
                    }
                }
                case STARTING -> {
                    if (mayHaveRun) {
                        now = unknown();
                    } else {
                        undecided.add(answer);
                    }
                }
                case CALLING -> now = new Refused("Its call is open: the device may be acting upon it.");
                case CANCELLED -> {
                    if (released) {
                        now = new Accepted();
                    } else {
                        accepted.add(answer);
                    }
                }
                case ENDED -> now = ended();
            }
        }
        if (now != null) {
            answer.complete(now);
        }
        actions.forEach(Runnable::run);
    }

    /** The newest first: the work in the lane ends, and with it what waits for the lane, before the lane goes on. */
    private List<Runnable> cancelled() {
        state = State.CANCELLED;
        return List.copyOf(onCancel.reversed());
    }

    private static Refused unknown() {
        return new Refused("An earlier call of it may have reached the device.");
    }

    private static Refused ended() {
        return new Refused("It has ended.");
    }
}
