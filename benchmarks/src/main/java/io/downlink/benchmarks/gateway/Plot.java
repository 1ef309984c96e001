package io.downlink.benchmarks.gateway;

import java.util.List;
import java.util.stream.Collectors;

/** A small picture (SVG) of memory over the commands that have ended. */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 260;
    private static final int LEFT = 60;
    private static final int BOTTOM = 30;
    private static final int TOP = 30;
    private static final long STEP = 64L << 20; // between the lines

    private final List<MemorySample> samples;
    private final long commandsMax;
    private final long bytesMax;

    Plot(List<MemorySample> samples) {
        this.samples = samples;
        this.commandsMax = Math.max(1, samples.getLast().commands());
        long most =
                samples.stream().mapToLong(MemorySample::residentBytes).max().orElseThrow();
        this.bytesMax = (most / STEP + 1) * STEP;
    }

    String svg() {
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="%d" y="18">Memory of the gateway over commands, each to another device</text>
                """.formatted(WIDTH, HEIGHT, LEFT));
        for (long bytes = 0; bytes <= bytesMax; bytes += STEP) {
            svg.append("""
                    <line x1="%d" x2="%d" y1="%3$.1f" y2="%3$.1f" stroke="#ddd"/><text x="4" y="%3$.1f">%4$d MB</text>
                    """.formatted(LEFT, WIDTH - 10, y(bytes), bytes >> 20));
        }
        for (int quarter = 0; quarter <= 4; quarter++) {
            long commands = commandsMax * quarter / 4;
            svg.append("""
                    <text x="%.1f" y="%d" text-anchor="middle">%,d</text>
                    """.formatted(Math.min(x(commands), WIDTH - 30.0), HEIGHT - 8, commands));
        }
        line(svg, "#c33", points(true));
        line(svg, "#36c", points(false));
        svg.append("""
                <text x="%1$d" y="46" fill="#c33">resident</text><text x="%1$d" y="60" fill="#36c">heap in use</text>
                </svg>
                """.formatted(LEFT + 8));
        return svg.toString();
    }

    private static void line(StringBuilder svg, String colour, String points) {
        svg.append("""
                <polyline fill="none" stroke="%s" points="%s"/>
                """.formatted(colour, points));
    }

    private String points(boolean resident) {
        return samples.stream()
                .map(sample -> "%.1f,%.1f"
                        .formatted(x(sample.commands()), y(resident ? sample.residentBytes() : sample.heapBytes())))
                .collect(Collectors.joining(" "));
    }

    private double x(long commands) {
        return LEFT + (WIDTH - LEFT - 10.0) * commands / commandsMax;
    }

    private double y(long bytes) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - (double) TOP) * bytes / bytesMax;
    }
}
