package io.downlink.gateway.dispatch;

import io.downlink.service.pauses.Pauses;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that stands still but for pauses, which move it and end at once. */
final class MovedClock extends Clock implements Pauses {
    final List<Duration> pauses = new ArrayList<>();
    private Instant now;

    MovedClock(Instant now) {
        this.now = now;
    }

    @Override
    public Uni<Void> of(Duration time) {
        return Uni.createFrom().voidItem().invoke(() -> {
            if (!time.isZero()) {
                pauses.add(time);
            }
            now = now.plus(time);
        });
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
