package io.downlink.emulator.hub;

import java.util.Set;

/**
 * What a client's next connection finds of the earlier ones.
 *
 * @param kept whether the session outlives its connection
 * @param subscriptions none unless it does
 */
public record SessionState(boolean kept, Set<Subscription> subscriptions) {
    /** Nothing. */
    static final SessionState NONE = new SessionState(false, Set.of());

    public SessionState {
        subscriptions = Set.copyOf(subscriptions);
    }
}
