package io.downlink.emulator.query;

import java.util.ArrayList;
import java.util.List;

/** What a query is about. */
public enum Source {
    /** The twins of devices. */
    DEVICES("devices"),
    /** The twins of modules. */
    MODULES("devices.modules"),
    /** What became of each device in each job. */
    DEVICE_JOBS("devices.jobs");

    private final String name;
    private final int length;

    Source(String name) {
        this.name = name;
        this.length = name.split("\\.").length;
    }

    /** The names that documents have on their first level; some may lack some. */
    public List<String> properties() {
        return switch (this) {
            case DEVICES, MODULES -> PropertyNames.OF_TWINS;
            case DEVICE_JOBS -> PropertyNames.OF_DEVICE_JOBS;
        };
    }

    /**
     * A path as the documents have it: its first name may be written in any case, and with the source before it, as
     * {@code devices.jobs.JobId} for {@code jobId}.
     */
    Expression.Path own(Expression.Path path) {
        List<String> segments = new ArrayList<>(withoutPrefix(path.segments()));
        segments.set(0, own(segments.getFirst()));
        return new Expression.Path(segments);
    }

    private List<String> withoutPrefix(List<String> segments) {
        boolean prefixed = segments.size() > length
                && String.join(".", segments.subList(0, length)).equalsIgnoreCase(name);
        return prefixed ? segments.subList(length, segments.size()) : segments;
    }

    private String own(String property) {
        return properties().stream()
                .filter(property::equalsIgnoreCase)
                .findFirst()
                .orElse(property);
    }

    @Override
    public String toString() {
        return name;
    }
}
