package io.downlink.orchestrator.recurrence;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.downlink.contracts.jobs.Recurrence;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The times at which a recurring job is run.
 *
 * <p>Where clocks are put forward, a time that is missing comes when they are. Where they are put back, a time that comes
 * twice is taken once, unless the expression means every hour.
 */
public final class Timetable {
    private final ExecutionTime times;
    private final ZoneId zone;

    private Timetable(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /** @throws IllegalArgumentException if the expression is none, or names no time that ever comes; the message says which */
    public static Timetable of(Recurrence recurrence) {
        Cron cron = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                .parse(recurrence.cron())
                .validate();
        Timetable timetable = new Timetable(ExecutionTime.forCron(cron), recurrence.timeZone());
        if (timetable
                .times
                .nextExecution(Instant.EPOCH.atZone(recurrence.timeZone()))
                .isEmpty()) {
            throw new IllegalArgumentException("names no time that ever comes");
        }
        return timetable;
    }

    /** The first time after this one. */
    public Instant after(Instant time) {
        ZonedDateTime from = time.atZone(zone);
        Instant next = times.nextExecution(from).orElseThrow().toInstant(); // there always is one
        return missing(from).filter(next::isAfter).orElse(next);
    }

    /** When clocks are put forward, if the next time on them is one that they leave out. */
    private Optional<Instant> missing(ZonedDateTime from) {
        return times.nextExecution(from.toLocalDateTime().atZone(ZoneOffset.UTC))
                .map(onTheClock -> zone.getRules().getTransition(onTheClock.toLocalDateTime()))
                .filter(ZoneOffsetTransition::isGap)
                .map(ZoneOffsetTransition::getInstant)
                .filter(from.toInstant()::isBefore);
    }

    /** The last time that is not after now, from this one on. */
    public Instant latest(Instant time, Instant now) {
        Instant latest = time;
        for (Instant next = after(time); !next.isAfter(now); next = after(next)) {
            latest = next;
        }
        return latest;
    }
}
