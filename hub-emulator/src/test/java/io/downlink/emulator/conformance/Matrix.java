package io.downlink.emulator.conformance;

import static java.util.stream.Collectors.joining;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Features in rows, the protocols of a side in columns, as a table of Markdown. */
final class Matrix {
    /** Where IoT Hub has no such thing. */
    static final String NOT_OFFERED = "–";

    private Matrix() {}

    /** A row for each feature. */
    static String of(Side side, BiFunction<Feature, IotHubClientProtocol, String> cell) {
        return of(side, feature -> Stream.of(row(feature.title(), side, protocol -> cell.apply(feature, protocol))));
    }

    /** As many rows for a feature as it needs. */
    static String of(Side side, Function<Feature, Stream<String>> rows) {
        return Stream.concat(
                        head(side),
                        Arrays.stream(Feature.values())
                                .filter(feature -> feature.side() == side)
                                .flatMap(rows))
                .collect(joining("\n"));
    }

    static String row(String title, Side side, Function<IotHubClientProtocol, String> cell) {
        return line(title, side.protocols().stream().map(cell).toList());
    }

    private static Stream<String> head(Side side) {
        List<String> names = side.protocols().stream().map(Enum::name).toList();
        return Stream.of(
                line(side.title(), names),
                line("---", names.stream().map(_ -> "---").toList()));
    }

    private static String line(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).collect(joining(" | ", "| ", " |"));
    }
}
