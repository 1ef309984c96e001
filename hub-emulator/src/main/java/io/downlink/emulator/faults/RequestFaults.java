package io.downlink.emulator.faults;

import io.downlink.emulator.hub.Timers;
import java.time.Duration;

/** Stands between a service and the hub: what goes wrong with requests and with their answers. */
public final class RequestFaults {
    private final Faults faults;
    private final Timers timers;

    RequestFaults(Faults faults, Timers timers) {
        this.faults = faults;
        this.timers = timers;
    }

    /**
     * A request is here; lets it through to its execution now, later or never.
     *
     * @param execution runs at most once: on the caller's thread, or on one that must not be blocked
     */
    public void arriving(Request request, Runnable execution) {
        if (faults.none()) { // nearly always
            execution.run();
            return;
        }
        Duration pause = Duration.ZERO;
        Runnable action = execution;
        for (Strike<Kind.OnRequest> strike :
                faults.strikes(Kind.OnRequest.class, request.operation(), request.device())) {
            switch (strike.kind()) {
                case Kind.Delay delay -> pause = pause.plus(strike.draw(delay.latency()));
                case Kind.Refuse refuse -> action = () -> request.refuse(refuse.refusal());
                case Kind.NoAnswer _ -> action = () -> {};
                case Kind.HalfOpenServiceLink _ ->
                    action = () -> {
                        request.mute();
                        strike.whenOver(request::gone, request::closeConnection);
                    };
            }
        }
        after(pause, action);
    }

    /** A request was executed; lets its answer through whole, in part, later or never. */
    public void answering(Request request, Reply reply) {
        if (faults.none()) {
            reply.send();
            return;
        }
        Duration pause = Duration.ZERO;
        Runnable action = reply::send;
        for (Strike<Kind.OnAnswer> strike :
                faults.strikes(Kind.OnAnswer.class, request.operation(), request.device())) {
            switch (strike.kind()) {
                case Kind.ExecuteThenDelay delay -> pause = pause.plus(strike.draw(delay.latency()));
                case Kind.ExecuteThenRefuse refuse -> action = () -> request.refuse(refuse.refusal());
                case Kind.ExecuteThenClose _ -> action = request::closeConnection;
                case Kind.ExecuteThenNoAnswer _ -> action = () -> {};
                case Kind.ExecuteThenStallBody _ -> action = reply::sendHalf;
                case Kind.ExecuteThenCutBody _ ->
                    action = () -> {
                        reply.sendHalf();
                        request.closeConnection();
                    };
            }
        }
        after(pause, action);
    }

    private void after(Duration pause, Runnable action) {
        if (pause.isZero()) {
            action.run();
        } else {
            timers.after(pause, action);
        }
    }
}
