package io.downlink.emulator.virtual;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How virtual devices behave. The shares are within 0 and 1.
 *
 * @param ids which devices these are
 * @param latencyMin the shortest time that a device takes; all between this and the longest are equally likely
 * @param latencyMax the longest
 * @param fail share of the calls and messages that a device takes and fails at
 * @param hang share of the calls and messages that a device takes and never answers
 * @param offline share of the devices that are not there; they are always the same ones
 */
public record VirtualRule(
        VirtualIds ids, Duration latencyMin, Duration latencyMax, double fail, double hang, double offline) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public VirtualRule {
        if (latencyMax.compareTo(latencyMin) < 0) {
            throw new IllegalArgumentException("latency goes from the shortest to the longest");
        }
        checkShare("fail", fail);
        checkShare("hang", hang);
        checkShare("fail and hang together", fail + hang);
        checkShare("offline", offline);
    }

    /**
     * Reads a rule as the command line writes it: ids, and then what is not at once and without failure, such as
     * {@code v-*,latency=20ms..80ms,fail=0.01,hang=0.001,offline=0.05}.
     *
     * @throws IllegalArgumentException with one line that says what is wrong
     */
    public static VirtualRule parse(String text) {
        String[] parts = text.split(",", -1);
        VirtualRule rule = new VirtualRule(VirtualIds.parse(parts[0]), Duration.ZERO, Duration.ZERO, 0, 0, 0);
        for (int i = 1; i < parts.length; i++) {
            String[] setting = parts[i].split("=", 2);
            rule = rule.with(setting[0], setting.length == 2 ? setting[1] : "");
        }
        return rule;
    }

    /**
     * What one of the devices does with a call or a message.
     *
     * @param dice tells a number from 0 to below 1 each time it is asked
     */
    public Reaction reaction(String id, DoubleSupplier dice) {
        if (isOffline(id)) {
            return new Reaction.Offline();
        }
        double luck = fail + hang == 0 ? 1 : dice.getAsDouble();
        return luck < hang ? new Reaction.Hang() : new Reaction.Answer(latency(dice), luck >= hang + fail);
    }

    /** Whether this is one of the devices that are not there. */
    public boolean isOffline(String id) {
        return offline > 0 && share(id) < offline;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return ids
                + (latencyMax.isZero()
                        ? ""
                        : ",latency=" + Milliseconds.text(latencyMin) + ".." + Milliseconds.text(latencyMax))
                + (fail == 0 ? "" : ",fail=" + fail)
                + (hang == 0 ? "" : ",hang=" + hang)
                + (offline == 0 ? "" : ",offline=" + offline);
    }

    private VirtualRule with(String setting, String value) {
        return switch (setting) {
            case "latency" -> {
                String[] both = value.split("\\.\\.", 2);
                yield new VirtualRule(
                        ids,
                        Milliseconds.parse(both[0]),
                        Milliseconds.parse(both[both.length - 1]),
                        fail,
                        hang,
                        offline);
            }
            case "fail" -> new VirtualRule(ids, latencyMin, latencyMax, number(setting, value), hang, offline);
            case "hang" -> new VirtualRule(ids, latencyMin, latencyMax, fail, number(setting, value), offline);
            case "offline" -> new VirtualRule(ids, latencyMin, latencyMax, fail, hang, number(setting, value));
            default ->
                throw new IllegalArgumentException(
                        "a virtual device has no '" + setting + "', only latency, fail, hang and offline");
        };
    }

    private Duration latency(DoubleSupplier dice) {
        long width = latencyMax.minus(latencyMin).toNanos();
        return width == 0 ? latencyMin : latencyMin.plusNanos((long) (dice.getAsDouble() * (width + 1)));
    }

    /** A number from 0 to below 1 that is always the same for an id, and unlike that of its neighbour. */
    private static double share(String id) {
        long mixed = id.hashCode() * 0x9E3779B97F4A7C15L; // as in SplittableRandom
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return (mixed >>> 11) * 0x1p-53;
    }

    private static double number(String setting, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(setting + " must be a number within 0 and 1, not '" + value + "'");
        }
    }

    private static void checkShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) { // not a number is neither
            throw new IllegalArgumentException(name + " must be within 0 and 1, not " + share);
        }
    }
}
