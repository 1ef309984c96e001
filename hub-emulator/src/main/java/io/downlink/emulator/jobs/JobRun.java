package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.Timers.Timer;
import io.downlink.emulator.jobs.JobChange.JobDeviceWritten;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A job at work: so many devices at once, the next when one is done with, until none is left or the time is over. */
final class JobRun {
    private final long job;
    private final JobWindow window;
    private final JobAction action;
    private final JobTools tools;
    private final Runnable atEnd;
    private final NavigableMap<String, DeviceJob> rows = new TreeMap<>();
    private final Deque<DeviceId> pending = new ArrayDeque<>();
    private int atOnce;
    private boolean waiting;
    private boolean ended;
    private Timer end = () -> {};

    /**
     * A job that can start, or go on.
     *
     * @param job its number
     * @param rows its devices, as far as it came with each
     */
    JobRun(long job, JobWindow window, JobAction action, Collection<DeviceJob> rows, JobTools tools, Runnable atEnd) {
        this.job = job;
        this.window = window;
        this.action = action;
        this.tools = tools;
        this.atEnd = atEnd;
        for (DeviceJob row : rows) {
            this.rows.put(row.device().value(), row);
            if (row.status() == DeviceJobStatus.PENDING) {
                pending.add(row.device());
            }
        }
    }

    void start() {
        Duration left = Duration.between(tools.clock().instant(), window.end());
        synchronized (this) {
            end = tools.timers()
                    .after(
                            left.isNegative() ? Duration.ZERO : left,
                            () -> tools.executor().execute(this::timeIsOver));
        }
        work();
    }

    synchronized JobCounts counts() {
        return JobCounts.of(rows.values());
    }

    /** The rows of the devices whose ids follow this one; null: all. */
    synchronized List<DeviceJob> rowsAfter(@Nullable String device) {
        Collection<DeviceJob> found =
                device == null ? rows.values() : rows.tailMap(device, false).values();
        return List.copyOf(found);
    }

    /** Starts what may be started. It always runs in the tools' executor, so nobody who answers has to do our work. */
    private void work() {
        for (DeviceId device = next(); device != null; device = next()) {
            DeviceId started = device;
            tools.work().start(action, device).thenAccept(outcome -> finished(started, outcome));
        }
        endIfDone();
    }

    private synchronized @Nullable DeviceId next() {
        if (pending.isEmpty() || waiting || atOnce >= tools.rules().deviceOperationsAtOnce()) {
            return null;
        }
        Duration pause = tools.pace().take();
        if (pause.isPositive()) {
            waiting = true;
            tools.timers().after(pause, () -> tools.executor().execute(this::waited));
            return null;
        }
        DeviceId device = pending.element();
        update(device, row -> row.running(tools.clock().instant()));
        pending.remove();
        atOnce++;
        return device;
    }

    private void waited() {
        synchronized (this) {
            waiting = false;
        }
        work();
    }

    private void finished(DeviceId device, DeviceOutcome outcome) {
        synchronized (this) {
            update(device, row -> row.ended(outcome, tools.clock().instant()));
            atOnce--;
        }
        tools.executor().execute(this::work);
    }

    /** What was not begun never will be; what was begun has a time-out of its own. */
    private void timeIsOver() {
        DeviceOutcome notReached = new DeviceOutcome.Failed(DeviceJobError.NOT_REACHED);
        Instant now = tools.clock().instant();
        synchronized (this) {
            pending.forEach(device -> update(device, row -> row.ended(notReached, now)));
            pending.clear();
        }
        endIfDone();
    }

    private void endIfDone() {
        synchronized (this) {
            if (ended || !pending.isEmpty() || atOnce > 0) {
                return;
            }
            ended = true;
            end.cancel();
        }
        atEnd.run();
    }

    private void update(DeviceId device, UnaryOperator<DeviceJob> change) {
        DeviceJob changed = change.apply(Objects.requireNonNull(rows.get(device.value())));
        tools.journal().append(new JobDeviceWritten(job, changed));
        rows.put(device.value(), changed);
    }
}
