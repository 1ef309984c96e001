package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubBadFormatException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.query.QueryClient;
import com.microsoft.azure.sdk.iot.service.query.QueryPageOptions;
import com.microsoft.azure.sdk.iot.service.query.RawQueryResponse;
import com.microsoft.azure.sdk.iot.service.query.TwinQueryResponse;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import io.downlink.emulator.conformance.Over;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.ModuleId;
import io.downlink.emulator.hub.ModuleSpec;
import io.downlink.emulator.hub.TwinChange;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queries as the unmodified service SDK asks them. */
@Over(IotHubClientProtocol.HTTPS)
@Covers(Feature.QUERIES)
class QueryIT {
    private static final int DEVICES = 120;

    private static HubEmulator emulator;
    private static QueryClient queries;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.50.0.3");
        queries = SdkJobs.queries(emulator);
        for (int i = 0; i < DEVICES; i++) {
            String id = "pump-%03d".formatted(i);
            TestHub.register(emulator, id);
            ObjectNode tags = JsonNodeFactory.instance.objectNode().put("floor", i % 3);
            emulator.hub().twins().change(new DeviceId(id), new TwinChange(tags, null, false), IfMatch.ANY);
        }
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldFindTwins() throws Exception {
        TwinQueryResponse answer = queries.queryTwins(
                "SELECT * FROM devices WHERE DeviceId IN ['pump-001', \"pump-004\"] AND status = 'enabled'");

        assertThat(all(answer)).extracting(Twin::getDeviceId).containsExactly("pump-001", "pump-004");
    }

    @Test
    void shouldGivePagesAsLargeAsAskedAndForgetNobody() throws Exception {
        TwinQueryResponse answer = queries.queryTwins(
                "SELECT * FROM devices WHERE is_defined(tags.floor)",
                QueryPageOptions.builder().pageSize(3).build());

        // The SDK asks for pages of 50 from the second one on.
        assertThat(all(answer)).extracting(Twin::getDeviceId).hasSize(DEVICES).doesNotHaveDuplicates();
    }

    @Test
    void shouldProjectAndAggregate() throws Exception {
        assertThat(raw("SELECT deviceId, tags.floor AS f FROM devices WHERE tags.floor = 2 AND deviceId < 'pump-005'"))
                .containsExactly("{\"deviceId\":\"pump-002\",\"f\":2}");
        assertThat(raw("SELECT COUNT() AS n FROM devices WHERE tags.floor >= 1"))
                .containsExactly("{\"n\":80}");
        assertThat(raw("select tags.floor as f, count() as n from devices group by tags.floor"))
                .containsExactlyInAnyOrder(
                        "{\"n\":1}", "{\"f\":0,\"n\":40}", "{\"f\":1,\"n\":40}", "{\"f\":2,\"n\":40}");
    }

    @Test
    void shouldFindModulesByTheirTwins() throws Exception {
        for (String module : List.of("meter", "valve")) {
            ModuleSpec spec = new ModuleSpec(new DeviceId("pump-001"), new ModuleId(module), null, null);
            emulator.hub().registry().create(spec);
        }

        assertThat(raw("SELECT deviceId, moduleId FROM devices.modules WHERE moduleId != 'meter'"))
                .containsExactly("{\"deviceId\":\"pump-001\",\"moduleId\":\"valve\"}");
        assertThat(raw("SELECT devices.modules.moduleId FROM devices.modules")).hasSize(2);
    }

    @Test
    void shouldSayWhereAQueryIsWrong() {
        assertThatThrownBy(() -> queries.queryRaw("SELECT * FROM devices ORDER BY deviceId"))
                .isInstanceOf(IotHubBadFormatException.class)
                .hasMessageContaining("ArgumentInvalid;BadRequest")
                .hasMessageContaining("column 23");
    }

    @Test
    void shouldCapPagesAndMarkTheLastOne() throws Exception {
        try (HttpClientOf client = new HttpClientOf(emulator)) {
            String body = "{\"query\":\"SELECT * FROM devices WHERE IS_DEFINED(tags.floor)\"}";
            HttpResponse<String> first = query(client, body, "x-ms-max-item-count", "1000");
            assertThat(first.headers().firstValue("x-ms-item-type")).hasValue("Twin");
            String token = first.headers().firstValue("x-ms-continuation").orElseThrow();

            HttpResponse<String> last = query(client, body, "x-ms-continuation", token);

            assertThat(first.body()).contains("\"pump-099\"").doesNotContain("\"pump-100\"");
            assertThat(last.body()).contains("\"pump-100\"", "\"pump-119\"");
            assertThat(last.headers().firstValue("x-ms-continuation")).isEmpty();
            assertThat(query(client, "{\"query\":\"SELECT * FROM devices\"}", "x-ms-continuation", token)
                            .statusCode())
                    .as("a continuation of another query")
                    .isEqualTo(400);
        }
    }

    private static HttpResponse<String> query(HttpClientOf client, String body, String... headers)
            throws IOException, InterruptedException {
        return client.send("POST", "/devices/query?api-version=2021-04-12", body, headers);
    }

    private static List<Twin> all(TwinQueryResponse answer) throws IOException, IotHubException {
        List<Twin> twins = new ArrayList<>();
        while (answer.hasNext()) {
            twins.add(answer.next());
        }
        return twins;
    }

    private static List<String> raw(String query) throws IOException, IotHubException {
        RawQueryResponse answer = queries.queryRaw(query);
        List<String> rows = new ArrayList<>();
        while (answer.hasNext()) {
            rows.add(answer.next());
        }
        return rows;
    }
}
