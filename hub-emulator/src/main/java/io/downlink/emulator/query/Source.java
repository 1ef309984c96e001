package io.downlink.emulator.query;

import java.util.List;

/** What a query is about. */
public enum Source {
    /** The twins of devices. */
    DEVICES("devices", 1),
    /** The twins of modules. */
    MODULES("devices.modules", 2),
    /** What became of each device in each job. */
    DEVICE_JOBS("devices.jobs", 2);

    private final String name;
    private final int length;

    Source(String name, int length) {
        this.name = name;
        this.length = length;
    }

    /** A property may be named with the source before it: {@code devices.jobs.jobId} is {@code jobId}. */
    Expression.Path withoutPrefix(Expression.Path path) {
        List<String> segments = path.segments();
        boolean prefixed = segments.size() > length
                && String.join(".", segments.subList(0, length)).equalsIgnoreCase(name);
        return prefixed ? new Expression.Path(segments.subList(length, segments.size())) : path;
    }

    @Override
    public String toString() {
        return name;
    }
}
