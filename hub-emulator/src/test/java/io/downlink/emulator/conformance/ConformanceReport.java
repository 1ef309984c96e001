package io.downlink.emulator.conformance;

import static java.util.stream.Collectors.joining;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of the contract tests that ran: whether each passed. */
final class ConformanceReport {
    private final Map<ContractTest, Boolean> passed;

    ConformanceReport(Map<ContractTest, Boolean> passed) {
        this.passed = Map.copyOf(passed);
    }

    /** A table for each side with the number of tests: {@code ✓ 6}, or {@code ✗ 1 of 6}. */
    String summary() {
        return tables(side -> Matrix.of(side, this::count));
    }

    /** The same tables with each test in words below its feature; a cell stays empty where the test did not run. */
    String page() {
        return "# Conformance\n\n✓ passed, ✗ failed, – not in IoT Hub, empty: not run or not tested.\n\n"
                + tables(side -> Matrix.of(side, this::rows));
    }

    private static String tables(Function<Side, String> table) {
        return Arrays.stream(Side.values()).map(table).collect(joining("\n\n", "", "\n"));
    }

    private Stream<String> rows(Feature feature) {
        return Stream.concat(
                Stream.of(Matrix.row(
                        "**" + feature.title() + "**", feature.side(), protocol -> count(feature, protocol))),
                passed.keySet().stream()
                        .filter(test -> test.feature() == feature)
                        .map(ContractTest::name)
                        .distinct()
                        .sorted()
                        .map(name -> row(feature, name)));
    }

    private String row(Feature feature, String name) {
        return Matrix.row(
                ContractTest.words(name),
                feature.side(),
                protocol -> feature.isOfferedOver(protocol)
                        ? mark(passed.get(new ContractTest(feature, protocol, name)))
                        : Matrix.NOT_OFFERED);
    }

    private static String mark(@Nullable Boolean success) {
        if (success == null) {
            return "";
        }
        return success ? "✓" : "✗";
    }

    private String count(Feature feature, IotHubClientProtocol protocol) {
        List<Boolean> results = passed.entrySet().stream()
                .filter(entry ->
                        entry.getKey().feature() == feature && entry.getKey().protocol() == protocol)
                .map(Map.Entry::getValue)
                .toList();
        if (results.isEmpty()) {
            return feature.isOfferedOver(protocol) ? "" : Matrix.NOT_OFFERED;
        }
        long failures = results.stream().filter(success -> !success).count();
        return failures == 0 ? "✓ " + results.size() : "✗ " + failures + " of " + results.size();
    }
}
