package io.downlink.benchmarks.gateway;

import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What a gateway held at one moment.
 *
 * @param millis since the first command
 * @param commands that had ended
 * @param residentBytes memory of the machine
 * @param heapBytes part of it in use for Java's objects, garbage among them
 * @param lanes devices that had work
 */
record MemorySample(long millis, long commands, long residentBytes, long heapBytes, long lanes) {

    /** Between which bounds a figure lay in the first or the last quarter of the commands. */
    static LongSummaryStatistics quarter(
            List<MemorySample> samples, boolean last, ToLongFunction<MemorySample> figure) {
        long all = samples.getLast().commands();
        return samples.stream()
                .filter(sample -> last ? sample.commands() * 4 >= all * 3 : sample.commands() * 4 <= all)
                .mapToLong(figure)
                .summaryStatistics();
    }

    /** As lines of CSV, with a header. */
    static List<String> csv(List<MemorySample> samples) {
        return Stream.concat(
                        Stream.of("millis,commands,residentBytes,heapBytes,lanes"),
                        samples.stream()
                                .map(sample -> "%d,%d,%d,%d,%d"
                                        .formatted(
                                                sample.millis,
                                                sample.commands,
                                                sample.residentBytes,
                                                sample.heapBytes,
                                                sample.lanes)))
                .toList();
    }
}
