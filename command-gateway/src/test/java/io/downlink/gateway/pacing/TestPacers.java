package io.downlink.gateway.pacing;

import io.downlink.contracts.requests.Priority;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;

/** Pacers for tests, which are not woken. */
public final class TestPacers {
    private TestPacers() {}

    /** Without rates. */
    public static Pacer unpaced(int places, Clock clock) {
        return Pacer.unpaced("default", places, (_, _) -> {}, clock);
    }

    /** Asks for a place for an interactive method without a deadline. */
    public static <T> Uni<T> call(Pacer pacer, Uni<T> call) {
        return pacer.inTurn(new Ask(OperationClass.METHOD, 0, 10, Priority.INTERACTIVE, Instant.MAX), _ -> call);
    }
}
