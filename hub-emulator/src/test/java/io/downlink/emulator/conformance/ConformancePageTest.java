package io.downlink.emulator.conformance;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the section "Conformance" of docs/emulator.md true. */
class ConformancePageTest {
    private static final Path PAGE = Path.of("..", "docs", "emulator.md");

    private final List<ContractTest> tests = ContractTest.all();

    @Test
    void shouldShowHowManyTestsEachFeatureHasOverEachTransport() throws IOException {
        String expected = Arrays.stream(Side.values())
                .map(side -> Matrix.of(side, this::count))
                .collect(joining("\n\n"));

        assertThat(section()).as("the section has these tables\n%s", expected).contains(expected);
    }

    private static String section() throws IOException {
        String section = Files.readString(PAGE).split("\n## Conformance\n", 2)[1];
        return section.split("\n## ", 2)[0];
    }

    private String count(Feature feature, IotHubClientProtocol protocol) {
        long count = tests.stream()
                .filter(test -> test.feature() == feature && test.protocol() == protocol)
                .count();
        if (count > 0) {
            return String.valueOf(count);
        }
        return feature.isOfferedOver(protocol) ? "no" : Matrix.NOT_OFFERED;
    }
}
