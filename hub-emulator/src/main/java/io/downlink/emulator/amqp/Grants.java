package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.Timers.Timer;
import io.downlink.emulator.security.Grant;
import io.downlink.emulator.time.MovableTime;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a connection's client has shown that it may, each until it ends. A later one for the same takes its place. */
final class Grants {
    private final MovableTime wall;
    private final Context context;
    private final Consumer<Grant> ended;
    private final List<Held> held = new ArrayList<>();

    /**
     * None at first.
     *
     * @param ended is told, on the event loop, of each that has ended and was not renewed before
     */
    Grants(MovableTime wall, Context context, Consumer<Grant> ended) {
        this.wall = wall;
        this.context = context;
        this.ended = ended;
    }

    void put(Grant grant) {
        forget(grant::renews);
        Duration pause = Duration.between(wall.instant(), grant.end());
        held.add(new Held(grant, wall.after(pause, () -> context.runOnContext(_ -> end(grant)))));
    }

    boolean allowService() {
        return held.stream().anyMatch(one -> one.grant().allowsService());
    }

    boolean allow(ClientId client) {
        return held.stream().anyMatch(one -> one.grant().allows(client));
    }

    void clear() {
        forget(_ -> true);
    }

    private void end(Grant grant) {
        if (forget(grant::equals)) { // else another took its place while this was on its way here
            ended.accept(grant);
        }
    }

    private boolean forget(Predicate<Grant> which) {
        return held.removeIf(one -> {
            boolean leaves = which.test(one.grant());
            if (leaves) {
                one.timer().cancel();
            }
            return leaves;
        });
    }

    private record Held(Grant grant, Timer timer) {}
}
