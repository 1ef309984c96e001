package io.downlink.simulator.fleet;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads a list of device ids: names and ranges, separated by commas, as in {@code pump-1..pump-22,valve-7}.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-identity-registry">The ids that IoT Hub
 *     allows</a>
 */
public final class DeviceIds {
    private static final Pattern RANGE = Pattern.compile("(?<stem>.*?)(?<first>\\d+)\\.\\.(?<again>.*?)(?<last>\\d+)");
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9\\-:.+%_#*?!(),=@;$']{1,128}");

    /** An MQTT topic cannot carry {@code + #} in a name; the registry client puts ids into URLs as they stand. */
    private static final Pattern CARRIED = Pattern.compile("[^+#?%]*");

    /** A range longer than this is a slip of the finger: an unmultiplexed SDK device costs several threads. */
    private static final int DEVICES_MAX = 100_000;

    private DeviceIds() {}

    /**
     * @return each id once, in the order written
     * @throws IllegalArgumentException with a line for a person, if the list is empty, a range makes no sense, or an id
     *     is one that IoT Hub or the SDK cannot carry
     */
    public static List<String> parse(String list) {
        List<String> ids = Stream.of(list.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .flatMap(DeviceIds::expand)
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("no device id in \"%s\"".formatted(list));
        }
        ids.forEach(DeviceIds::check);
        return ids;
    }

    private static Stream<String> expand(String entry) {
        Matcher range = RANGE.matcher(entry);
        if (!range.matches()) {
            if (entry.contains("..")) {
                throw malformed(entry); // a legal id, but rather a slip of the finger
            }
            return Stream.of(entry);
        }
        String stem = range.group("stem");
        int first = number(entry, range.group("first"));
        int last = number(entry, range.group("last"));
        if (!stem.equals(range.group("again")) || first > last || last - first >= DEVICES_MAX) {
            throw malformed(entry);
        }
        String format = "%0" + range.group("first").length() + "d";
        return IntStream.rangeClosed(first, last).mapToObj(n -> stem + format.formatted(n));
    }

    private static IllegalArgumentException malformed(String entry) {
        return new IllegalArgumentException("device range \"%s\": write it as pump-1..pump-22, with at most %d devices"
                .formatted(entry, DEVICES_MAX));
    }

    private static int number(String entry, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("device range \"%s\": %s is too large".formatted(entry, digits), e);
        }
    }

    private static void check(String id) {
        if (!LEGAL.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "device id \"%s\": IoT Hub allows 1 to 128 of A-Z a-z 0-9 - : . + %% _ # * ? ! ( ) , = @ ; $ '"
                            .formatted(id));
        }
        if (!CARRIED.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "device id \"%s\": the Azure SDK cannot carry + # ? %% in an id over MQTT and its registry client"
                            .formatted(id));
        }
    }
}
