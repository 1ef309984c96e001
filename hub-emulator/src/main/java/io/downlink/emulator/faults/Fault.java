package io.downlink.emulator.faults;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on demand: what, whom it befalls, how often and how long.
 *
 * @param devices those it befalls
 * @param operation what it strikes; null: all that its kind can strike
 * @param share of the events in its scope, above 0 up to 1, by a random of its own
 * @param times how often it strikes at most; null: until it is over
 * @param duration how long it is in force, by the hub's clock; null: until it is removed
 * @param seed of its random, so that a run can be repeated; null: any
 */
public record Fault(
        Kind kind,
        Devices devices,
        @Nullable Operation operation,
        double share,
        @Nullable Integer times,
        @Nullable Duration duration,
        @Nullable Long seed) {

    /**
     * Checks that all of it makes sense together.
     *
     * @throws IllegalArgumentException that names field, value and remedy
     */
    public Fault {
        check(
                kind.concernsDevices() || devices.equals(Devices.ALL),
                "devices " + devices.text() + ": this kind befalls no single device; leave it out");
        check(
                operation == null || kind.operations().contains(operation),
                "operation " + operation + ": this kind strikes " + kind.operations() + "; leave it out");
        check(share > 0 && share <= 1, "share " + share + ": it must be above 0 and at most 1");
        check(times == null || times >= 1, "times " + times + ": it must be 1 or more");
        check(
                duration == null || duration.isPositive(),
                "duration " + duration + ": it must be longer than nothing, for example PT30S");
        check(
                duration == null || !(kind instanceof Kind.DropLink),
                "duration " + duration + ": links are dropped at once; leave it out");
    }

    /** Befalls all devices, always, until it is removed; an answer is lost of a direct method unless said otherwise. */
    public static Fault of(Kind kind) {
        Operation operation = kind instanceof Kind.ExecuteThenClose ? Operation.METHODS : null;
        return new Fault(kind, Devices.ALL, operation, 1, null, null, null);
    }

    /** The same, but for these devices. */
    public Fault on(Devices some) {
        return new Fault(kind, some, operation, share, times, duration, seed);
    }

    /** The same, but for the device of this id. */
    public Fault on(String deviceId) {
        return on(Devices.one(deviceId));
    }

    /** The same, but for this operation; null: for all. */
    public Fault during(@Nullable Operation some) {
        return new Fault(kind, devices, some, share, times, duration, seed);
    }

    /** The same, but only so often. */
    public Fault times(int count) {
        return new Fault(kind, devices, operation, share, count, duration, seed);
    }

    /** The same, but it strikes only a part of what it could. */
    public Fault share(double part, long randomSeed) {
        return new Fault(kind, devices, operation, part, times, duration, randomSeed);
    }

    /** The same, but only so long. */
    public Fault lasting(Duration time) {
        return new Fault(kind, devices, operation, share, times, time, seed);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
