package io.downlink.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Downlink's own metrics of one service: in its table, or as scraped.
 *
 * @param namesAndTypes such as {@code downlink_dead_letters_total counter}
 * @param labels the names of all their labels
 */
public record Metrics(Set<String> namesAndTypes, Set<String> labels) {
    private static final Path TABLES = Path.of("..", "docs", "metrics.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| `(downlink_\\w+)` \\| (\\w+) \\|([^|]*)\\|", Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");
    private static final Pattern TYPE = Pattern.compile("^# TYPE (downlink_\\w+) (\\w+)$", Pattern.MULTILINE);
    private static final Pattern LABELS = Pattern.compile("^downlink_\\w+\\{([^}]*)}", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");
    /** Of a histogram's buckets: the format's own label. */
    private static final String BUCKET = "le";

    /** What {@code docs/metrics.md} says under the service's heading. */
    public static Metrics documented(String service) {
        Set<String> metrics = new HashSet<>();
        Set<String> labels = new HashSet<>();
        Matcher row = ROW.matcher(section(service));
        while (row.find()) {
            metrics.add(row.group(1) + " " + row.group(2));
            labels.addAll(all(QUOTED, row.group(3)));
        }
        return new Metrics(metrics, labels);
    }

    /** @param text Prometheus' own format, {@code text/plain}: OpenMetrics leaves {@code _total} out of a counter's type */
    public static Metrics scraped(String text) {
        Set<String> metrics = new HashSet<>();
        Matcher type = TYPE.matcher(text);
        while (type.find()) {
            metrics.add(type.group(1) + " " + type.group(2));
        }
        Set<String> labels = new HashSet<>();
        Matcher sample = LABELS.matcher(text);
        while (sample.find()) {
            labels.addAll(all(LABEL, sample.group(1)));
        }
        labels.remove(BUCKET);
        return new Metrics(metrics, labels);
    }

    private static String section(String service) {
        try {
            String heading = "## " + service + "\n";
            String page = Files.readString(TABLES);
            int start = page.indexOf(heading);
            if (start < 0) {
                throw new IllegalArgumentException(TABLES + " says nothing of " + service);
            }
            int end = page.indexOf("\n## ", start);
            return page.substring(start, end < 0 ? page.length() : end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new HashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
