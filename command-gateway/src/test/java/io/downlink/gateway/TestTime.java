package io.downlink.gateway;

import io.downlink.service.pauses.Pauses;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves when it is told to; pauses end when it has moved past them. */
final class TestTime extends Clock implements Pauses {
    private final List<Pause> pauses = new ArrayList<>();
    private Instant now;

    private record Pause(Instant end, UniEmitter<? super Void> emitter) {}

    TestTime(Instant now) {
        this.now = now;
    }

    void moveBy(Duration time) {
        now = now.plus(time);
        List<Pause> over =
                pauses.stream().filter(pause -> !pause.end().isAfter(now)).toList();
        pauses.removeAll(over);
        over.forEach(pause -> pause.emitter().complete(null));
    }

    /** Nobody waits any more. */
    void forget() {
        pauses.clear();
    }

    @Override
    public Uni<Void> of(Duration time) {
        return time.isZero()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().emitter(emitter -> pauses.add(new Pause(now.plus(time), emitter)));
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("nothing here asks for a zone");
    }
}
