package io.downlink.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What a benchmark has to say at its end: printed, and kept as Markdown. */
public final class Report {
    private final Checkout checkout;
    private final String name;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param name of its file
     * @param arguments of the benchmark, its own name first
     */
    public Report(Checkout checkout, String name, List<String> arguments) {
        this.checkout = checkout;
        this.name = name;
        lines.add("# ./downlink benchmark " + String.join(" ", arguments));
        lines.add("");
        lines.add("Commit %s, %s, JDK %s, %d cores; load average of the last minute at the beginning %s."
                .formatted(
                        checkout.commit(),
                        Instant.now().truncatedTo(ChronoUnit.MINUTES),
                        Runtime.version().feature(),
                        Runtime.getRuntime().availableProcessors(),
                        load()));
    }

    /** Tells how busy the machine is: other programs on it take their part of every figure. */
    public static String load() {
        return "%.1f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    public void say(String line) {
        lines.add("");
        lines.add(line);
    }

    /** Adds a table, its columns as wide as what is in them. */
    public void table(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        int[] widths = new int[header.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        lines.add("");
        lines.add(line(header, widths));
        StringBuilder rule = new StringBuilder("|");
        for (int width : widths) {
            rule.append(" ").append("-".repeat(Math.max(3, width))).append(" |");
        }
        lines.add(rule.toString());
        rows.forEach(row -> lines.add(line(row, widths)));
    }

    /** Prints it, and writes it to the benchmarks' results. */
    public void publish() {
        String text = String.join("\n", lines) + "\n";
        Path file = checkout.results().resolve(name + ".md");
        try {
            Files.createDirectories(checkout.results());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println();
        System.out.print(text);
        System.out.println();
        System.out.println("kept in " + checkout.home().relativize(file));
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String space = " ".repeat(Math.max(3, widths[i]) - cell.length());
            line.append(' ').append(i == 0 ? cell + space : space + cell).append(" |");
        }
        return line.toString();
    }
}
