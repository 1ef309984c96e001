package io.downlink.emulator.virtual;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Which ids are virtual. */
public sealed interface VirtualIds {
    /**
     * Reads {@code v-*}, where {@code *} stands for any characters or none, or {@code v-1..10000}, which are ten thousand
     * ids; {@code v-001..100} keeps the zeros.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static VirtualIds parse(String text) {
        Matcher range = Range.FORM.matcher(text);
        if (range.matches()) {
            return new Range(range.group(1), range.group(2), range.group(3));
        }
        if (text.indexOf('*') < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' names no devices: it takes a * (v-*) or a range (v-1..10000)");
        }
        return new Wildcard(text);
    }

    boolean matches(String id);

    /** The ids that are known beforehand. */
    Stream<String> listed();

    /** Ids in whose place a {@code *} may stand for anything. */
    record Wildcard(String text) implements VirtualIds {
        @Override
        public boolean matches(String id) {
            int at = 0;
            int wanted = 0;
            int star = -1;
            int resume = 0;
            while (at < id.length()) {
                if (wanted < text.length() && text.charAt(wanted) == '*') {
                    star = wanted++;
                    resume = at;
                } else if (wanted < text.length() && text.charAt(wanted) == id.charAt(at)) {
                    wanted++;
                    at++;
                } else if (star >= 0) { // let the last star take one more
                    wanted = star + 1;
                    at = ++resume;
                } else {
                    return false;
                }
            }
            return text.substring(wanted).chars().allMatch(c -> c == '*');
        }

        @Override
        public Stream<String> listed() {
            return Stream.empty();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Numbered ids. */
    record Range(String prefix, String first, String last) implements VirtualIds {
        private static final Pattern FORM = Pattern.compile("(.*?)(\\d{1,18})\\.\\.(\\d{1,18})");

        /**
         * Checks the order.
         *
         * @throws IllegalArgumentException if the last number is before the first
         */
        public Range {
            if (Long.parseLong(last) < Long.parseLong(first)) {
                throw new IllegalArgumentException("a range goes upwards, not from " + first + " to " + last);
            }
        }

        @Override
        public boolean matches(String id) {
            if (!id.startsWith(prefix) || id.length() > prefix.length() + 18) {
                return false;
            }
            String number = id.substring(prefix.length());
            if (number.isEmpty() || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
            long value = Long.parseLong(number);
            return value >= Long.parseLong(first)
                    && value <= Long.parseLong(last)
                    && number.equals(written(value)); // 7 and 07 are two devices
        }

        @Override
        public Stream<String> listed() {
            return LongStream.rangeClosed(Long.parseLong(first), Long.parseLong(last))
                    .mapToObj(number -> prefix + written(number));
        }

        @Override
        public String toString() {
            return prefix + first + ".." + last;
        }

        private String written(long number) {
            String digits = Long.toString(number);
            return "0".repeat(Math.max(0, first.length() - digits.length())) + digits;
        }
    }
}
