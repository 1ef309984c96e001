package io.downlink.gateway.pacing;

import io.downlink.contracts.requests.Priority;
import io.downlink.service.hubs.HubSize;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says which call to one hub starts next, and when: there is a bound on the calls that are open at once, a rate for each
 * kind of call, a circuit breaker, and two priorities. Whoever waits holds neither thread nor place.
 *
 * <p>What is past its deadline goes at once, without a place, for no call is made of it. Safe for use by many threads.
 */
public final class Pacer {
    /** How often to look for what is past its deadline while all wait. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final List<OperationClass> METHODS_FIRST = List.of(OperationClass.METHOD, OperationClass.MESSAGE);
    private static final List<OperationClass> MESSAGES_FIRST = METHODS_FIRST.reversed();
    private static final Duration TIMERS_APART = Duration.ofMillis(1);

    private final String hub;
    private final int places;
    private final int placesForBulk;
    private final Map<OperationClass, Line> lines = new EnumMap<>(OperationClass.class);
    private final @Nullable DailyBudget budget;
    private final Wakeups wakeups;
    private final Clock clock;

    private final AtomicInteger looking = new AtomicInteger();
    private int inUse;
    private int inUseByBulk;
    /** Whoever has had the latest turn is the last to be asked for the next one. */
    private boolean messagesFirst;

    private Instant wakeAt = Instant.MAX;
    private Instant lookForLate = Instant.MIN;
    private volatile boolean closed;
    private volatile @Nullable Instant startBegan;

    private Pacer(
            String hub,
            int places,
            Map<OperationClass, Pace> paces,
            @Nullable DailyBudget budget,
            Wakeups wakeups,
            Clock clock) {
        this.hub = hub;
        this.places = places;
        this.placesForBulk = Math.max(1, places - Math.ceilDiv(places, 4));
        this.budget = budget;
        this.wakeups = wakeups;
        this.clock = clock;
        for (OperationClass operation : OperationClass.values()) {
            lines.put(operation, new Line(paces.get(operation)));
        }
    }

    /**
     * Keeps no rate.
     *
     * @param places how many calls may be open at once, 1 or more; a quarter of them is kept free of bulk
     */
    public static Pacer unpaced(String hub, int places, Wakeups wakeups, Clock clock) {
        return new Pacer(hub, places, Map.of(), null, wakeups, clock);
    }

    /**
     * Keeps to what a hub of that size takes.
     *
     * @param places as in {@link #unpaced}
     * @param part of the partitions that this replica owns, 0 to 1
     */
    public static Pacer forSize(
            String hub, int places, HubSize size, DoubleSupplier part, Wakeups wakeups, Clock clock) {
        Instant now = clock.instant();
        Map<OperationClass, Pace> paces = new EnumMap<>(OperationClass.class);
        paces.put(OperationClass.METHOD, new Pace(size.methodStepsPerSecond(), part, now));
        paces.put(OperationClass.MESSAGE, new Pace(size.messagesPerSecond(), part, now));
        DailyBudget budget =
                new DailyBudget(hub, size.messagesPerDay(), size.tier().messageBytes(), part);
        return new Pacer(hub, places, paces, budget, wakeups, clock);
    }

    /**
     * Makes a call when its turn has come; its place is given back when the call has ended and what follows it has been
     * told.
     *
     * @param call is given its permit, or, when its deadline has passed, one for no call
     * @return what the call ends with; never ends when {@link #close} comes before its turn
     */
    public <T> Uni<T> inTurn(Ask ask, Function<Permit, Uni<T>> call) {
        return Uni.createFrom().emitter(outcome -> {
            if (ask.isLate(clock.instant())) {
                begin(call, new Permit(null, ask, false), outcome);
                return;
            }
            Waiting waiting = new Waiting(ask, permit -> begin(call, permit, outcome));
            synchronized (this) {
                line(ask.operation()).enter(waiting);
            }
            outcome.onTermination(() -> leave(waiting));
            look();
        });
    }

    /** Nobody waits for it any more: it was taken back, or its command is parked. */
    private synchronized void leave(Waiting waiting) {
        line(waiting.ask().operation()).leave(waiting);
    }

    /** How many calls are open. */
    public synchronized int inUse() {
        return inUse;
    }

    /** Starts nothing any more. Open calls end as they would. */
    public void close() {
        closed = true;
    }

    /** For how long the newest start has been going on: it takes no time, unless something stands still. */
    public Duration stalled() {
        Instant began = startBegan;
        return began == null ? Duration.ZERO : Duration.between(began, clock.instant());
    }

    /** Whether the hub can be reached for none of the kinds of call that were made so far, as far as is known. */
    public synchronized boolean isAway() {
        return lines.values().stream().anyMatch(Line::isAway)
                && lines.values().stream().allMatch(line -> line.isAway() || line.metered() == 0);
    }

    String hub() {
        return hub;
    }

    boolean hasRates() {
        return budget != null;
    }

    synchronized int waiting(OperationClass operation, Priority priority) {
        return line(operation).waiting(priority);
    }

    synchronized double metered(OperationClass operation) {
        return line(operation).metered();
    }

    synchronized CircuitBreaker.State breaker(OperationClass operation) {
        return line(operation).breaker().state();
    }

    /** 0 where no rate is kept. */
    synchronized double pace(OperationClass operation, ToDoubleFunction<Pace> which) {
        return line(operation).pace().stream().mapToDouble(which).sum();
    }

    /** 0 where none is kept. */
    synchronized double budget(ToDoubleFunction<DailyBudget> which) {
        return budget == null ? 0 : which.applyAsDouble(budget);
    }

    /** What the commands of a partition have used of the hub's day; empty where that is not counted. */
    public synchronized Optional<DayCount> dayCount(int partition) {
        return Optional.ofNullable(budget).map(day -> day.of(partition, clock.instant()));
    }

    /** From here on what the partition's commands use is counted here. */
    public synchronized void count(int partition) {
        if (budget != null) {
            budget.own(partition);
        }
    }

    /** Counts on from what an earlier owner of the partition has counted. */
    public synchronized void countOn(int partition, DayCount before) {
        if (budget != null) {
            budget.takeOver(partition, before, clock.instant());
        }
    }

    /** The partition is another's to count for. */
    public synchronized void countNoMore(int partition) {
        if (budget != null) {
            budget.release(partition);
        }
    }

    private Line line(OperationClass operation) {
        return Objects.requireNonNull(lines.get(operation));
    }

    private static <T> void begin(Function<Permit, Uni<T>> call, Permit permit, UniEmitter<? super T> outcome) {
        Uni.createFrom()
                .deferred(() -> call.apply(permit))
                .subscribe()
                .with(
                        item -> {
                            outcome.complete(item);
                            permit.giveBack();
                        },
                        failure -> {
                            outcome.fail(failure);
                            permit.giveBack();
                        });
    }

    /** One thread at a time hands places out; whoever comes meanwhile only asks it to look once more. */
    private void look() {
        if (looking.getAndIncrement() > 0) {
            return;
        }
        int answered = 1;
        do {
            for (Runnable start = nextStart(); start != null; start = nextStart()) {
                startBegan = clock.instant();
                start.run();
            }
            startBegan = null;
            answered = looking.addAndGet(-answered);
        } while (answered > 0);
    }

    /** Each call takes its place here, before it starts. */
    private synchronized @Nullable Runnable nextStart() {
        if (closed) {
            return null;
        }
        Instant now = clock.instant();
        Waiting late = late(now);
        if (late != null) {
            return () -> late.start(new Permit(null, late.ask(), false));
        }
        Duration wait = null;
        for (OperationClass operation : messagesFirst ? MESSAGES_FIRST : METHODS_FIRST) {
            Line line = line(operation);
            Waiting first = line.first(bulkMayStart(now));
            if (first != null && inUse < places) {
                Duration forLine = line.wait(first, now);
                if (forLine.isZero()) {
                    messagesFirst = operation == OperationClass.METHOD;
                    return granted(line, first, now);
                }
                wait = wait == null || forLine.compareTo(wait) < 0 ? forLine : wait;
            }
        }
        if (lines.values().stream().anyMatch(Line::hasWaiting)) {
            wakeIn(wait == null || wait.compareTo(LOOK_EVERY) > 0 ? LOOK_EVERY : wait, now);
        }
        return null;
    }

    private @Nullable Waiting late(Instant now) {
        if (now.isBefore(lookForLate)) {
            return null;
        }
        for (Line line : lines.values()) {
            Waiting late = line.late(now);
            if (late != null) {
                return late;
            }
        }
        lookForLate = now.plus(LOOK_EVERY);
        return null;
    }

    private boolean bulkMayStart(Instant now) {
        return inUseByBulk < placesForBulk && (budget == null || !budget.isUsedUp(now));
    }

    private Runnable granted(Line line, Waiting call, Instant now) {
        Ask ask = call.ask();
        if (ask.isLate(now)) {
            line.leave(call);
            return () -> call.start(new Permit(null, ask, false));
        }
        boolean probe = line.start(call, now);
        inUse++;
        if (ask.priority() == Priority.BULK) {
            inUseByBulk++;
        }
        if (budget != null) {
            budget.use(ask.partition(), ask.bytes(), now);
        }
        return () -> call.start(new Permit(this, ask, probe));
    }

    private void wakeIn(Duration time, Instant now) {
        Instant at = now.plus(time);
        if (at.plus(TIMERS_APART).isBefore(wakeAt) || wakeAt.isBefore(now)) {
            wakeAt = at;
            wakeups.in(time, this::wake);
        }
    }

    private void wake() {
        synchronized (this) {
            wakeAt = Instant.MAX;
        }
        look();
    }

    void ended(Ask ask, Instant began, CallEnd end) {
        synchronized (this) {
            Instant now = clock.instant();
            Line line = line(ask.operation());
            line.breaker().ended(began, end instanceof CallEnd.HubAway, now);
            switch (end) {
                case CallEnd.Answered(int bytes) -> {
                    line.pace().ifPresent(pace -> pace.answered(Duration.between(began, now)));
                    if (budget != null && bytes > 0) {
                        budget.use(ask.partition(), bytes, now);
                    }
                }
                case CallEnd.Throttled throttled ->
                    line.pace().ifPresent(pace -> pace.throttled(began, throttled.retryAfter(), now));
                case CallEnd.QuotaUsedUp _ -> {
                    if (budget != null) {
                        budget.usedUp(now);
                    }
                }
                case CallEnd.HubAway _ -> {}
            }
        }
    }

    void giveBack(Ask ask) {
        synchronized (this) {
            inUse--;
            if (ask.priority() == Priority.BULK) {
                inUseByBulk--;
            }
        }
        look();
    }
}
