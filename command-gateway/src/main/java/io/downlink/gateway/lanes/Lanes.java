package io.downlink.gateway.lanes;

import io.downlink.contracts.commands.CommandId.Lane;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs the work of each lane one after the other, in the order in which it was entered; lanes do not wait for each
 * other. A lane exists only while it holds work.
 *
 * <p>What follows a piece of work is called <em>before</em> the next one of the lane begins, so what is handed to a
 * queue there keeps the lane's order too. It is safe for use by many threads; the order of one lane is the order of the
 * subscriptions.
 */
public final class Lanes {
    /** The newest turn of each lane that holds work: where the next one lines up. */
    private final ConcurrentHashMap<Lane, Turn<?>> newest = new ConcurrentHashMap<>();

    /**
     * Runs work when everything that was entered into the lane before has ended.
     *
     * @param work ends with an item or a failure, either of which lets the next one begin; if it never ends, its lane
     *     stands still
     * @return what the work ends with, on the thread on which it ended
     */
    public <T> Uni<T> inOrder(Lane lane, Uni<T> work) {
        return Uni.createFrom().emitter(outcome -> {
            Turn<T> turn = new Turn<>(work, outcome, ended -> newest.remove(lane, ended));
            Turn<?> before = newest.put(lane, turn);
            if (before == null || !before.isFollowedBy(turn)) {
                run(turn);
            }
        });
    }

    /** How many lanes hold work. */
    public int withWork() {
        return newest.size();
    }

    /**
     * Begins a turn, and goes on with the turns behind it for as long as they end while they begin. A loop, because
     * thousands of commands that are past their deadline would otherwise each stand on the stack of the one before.
     */
    static void run(Turn<?> first) {
        @Nullable Turn<?> turn = first;
        while (turn != null) {
            turn = turn.begin() ? turn.next() : null;
        }
    }
}
