package io.downlink.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.HttpClientOf;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.security.SharedAccessPolicy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the tables of docs/emulator.md true. */
class OperationTableIT {
    private static final Path PAGE = Path.of("..", "docs", "emulator.md");

    private static HubEmulator emulator;
    private static HttpClientOf client;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.40.0.6");
        client = new HttpClientOf(emulator);
    }

    @AfterAll
    static void stop() {
        client.close();
        emulator.close();
    }

    static List<Row> rows() throws IOException {
        try (Stream<String> lines = Files.lines(PAGE)) {
            return lines.map(line -> line.split("\\|"))
                    .filter(cells -> cells.length == 5 && cells[2].strip().startsWith("`/"))
                    .map(cells -> new Row(
                            cells[1].strip(), cells[2].strip().replace("`", ""), cells[3].strip(), cells[4].strip()))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldDoWhatTheTableSays(Row row) throws Exception {
        String path = row.path().replace("{id}", "nobody").replaceAll("\\{\\w+}", "x");

        HttpResponse<String> answer = client.send(row.method(), path + "?api-version=2021-04-12", "");

        if (row.state().equals("501")) {
            assertThat(answer.statusCode()).isEqualTo(501);
            assertThat(answer.body()).contains("'" + row.operation() + "'");
        } else {
            assertThat(answer.statusCode()).isNotIn(500, 501);
        }
    }

    @Test
    void shouldNameEveryRoute() throws IOException {
        assertThat(rows())
                .extracting(row -> row.method() + " " + row.path())
                .containsAll(ServiceApi.routes(emulator.hub(), emulator.jobs(), emulator.faults()).stream()
                        .map(route -> route.method() + " " + route.path())
                        .toList());
    }

    @Test
    void shouldSayThatAnUnknownOperationIsMissing() throws Exception {
        HttpResponse<String> answer = client.send("GET", "/surprise", "");

        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body()).contains("GET /surprise");
    }

    @Test
    void shouldPublishTheDevelopmentKeys() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(DevelopmentKeys.DEVICE_1_KEY)
                .contains(DevelopmentKeys.policies().stream()
                        .map(SharedAccessPolicy::keys)
                        .map(keys -> "`" + keys.primary() + "`")
                        .toList());
    }

    record Row(String method, String path, String state, String operation) {
        @Override
        public String toString() {
            return state + " " + method + " " + path;
        }
    }
}
