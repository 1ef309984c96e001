package io.downlink.localstack.console;

import java.time.Duration;
import java.util.Locale;

/** Where things stand in a line. */
public final class Layout {
    private static final int STATE_COLUMN = 84;

    private Layout() {}

    /** One step of starting or stopping: {@code what} is empty where it is the same as above. */
    public static String step(String what, String detail, String state) {
        return ("%-16s%-" + (STATE_COLUMN - 16) + "s%s")
                .formatted(what, detail, state)
                .stripTrailing();
    }

    /** A process, as the detail of a step. */
    public static String process(String name, long pid, String about) {
        return "%-18s pid %-5d %s".formatted(name, pid, about);
    }

    /** A process of somebody else, as the detail of a step. */
    public static String process(String name, String about) {
        return "%-18s %s".formatted(name, about);
    }

    /** A check of the demo, with what was seen and how long it took. */
    public static String check(String id, boolean held, String title, String seen, Duration took) {
        return " %-1s %-4s %-28s %-68s %9s".formatted(id, held ? "ok" : "FAIL", title, seen, took(took));
    }

    /** A check of the demo that has not ended yet. */
    public static String running(String id, String title) {
        return " %-1s …    %-28s".formatted(id, title).stripTrailing();
    }

    /** A check of the demo that was not played to its end. */
    public static String interrupted(String id, String title) {
        return " %-1s --   %-28s interrupted".formatted(id, title);
    }

    /** What belongs to the line above. */
    public static String remark(String text) {
        return "        " + text;
    }

    /** As a person says it: {@code 46 ms}, {@code 15.2 s}, {@code 2 min 31 s}. */
    public static String took(Duration time) {
        if (time.toMillis() < 1000) {
            return time.toMillis() + " ms";
        }
        if (time.toSeconds() < 60) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        return "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
