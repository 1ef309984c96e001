package io.downlink.emulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.query.Document;
import io.downlink.emulator.query.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a query finds at a path is what stands there in the whole document. */
class TwinRowTest {
    private static final DeviceId PUMP = new DeviceId("pump");
    private static final ClientId METER = ClientId.of("pump", "meter");

    private final ManualTime time = new ManualTime();
    private final Hub hub = new Hub("127.0.0.1", time, time);

    static Stream<ClientId> owners() {
        return Stream.of(ClientId.of(PUMP), METER);
    }

    @BeforeEach
    void register() throws Exception {
        Thumbprints thumbprints = new Thumbprints("A".repeat(40), null);
        hub.registry().create(new DeviceSpec(PUMP, new Authentication.SelfSigned(thumbprints), true, "bought"));
        hub.registry().create(new ModuleSpec(PUMP, new ModuleId("meter"), null, null));
        for (ClientId owner : owners().toList()) {
            hub.twins()
                    .change(
                            owner,
                            new TwinChange(json("{\"a\":{\"b\":[1]}}"), json("{\"c\":{\"d\":1.5}}"), false),
                            IfMatch.ANY);
            Session session = hub.connect(owner, new FakeConnection(), true);
            session.report(json("{\"e\":true}"), null);
        }
    }

    @ParameterizedTest
    @MethodSource("owners")
    void shouldHaveAtEveryPathWhatTheDocumentHasThere(ClientId owner) {
        Document row = row(owner);
        ObjectNode whole = TwinDocument.of(hub.twins().get(owner));
        List<List<String>> paths = paths(whole, List.of());

        assertThat(paths).contains(List.of("tags", "a", "b"), List.of("properties", "desired", "c", "d"));
        for (List<String> path : paths) {
            JsonNode expected = whole;
            for (String name : path) {
                expected = expected.path(name);
            }
            assertThat(row.value(path)).as(String.join(".", path)).isEqualTo(expected);
        }
        assertThat(row.content()).isEqualTo(whole);
        assertThat(row.key()).isEqualTo(owner.toString());
    }

    @Test
    void shouldHaveNothingWhereTheDocumentHasNothing() {
        Document row = row(ClientId.of(PUMP));

        for (String path : List.of(
                "x",
                "moduleId",
                "tags.x",
                "tags.a.b.c",
                "deviceId.x",
                "properties.x",
                "properties.x.y",
                "properties.desired.x.y")) {
            assertThat(row.value(List.of(path.split("\\."))).isMissingNode())
                    .as(path)
                    .isTrue();
        }
    }

    @Test
    void shouldHaveTheNamesThatQueriesKnow() {
        assertThat(TwinDocument.of(hub.twins().get(METER)).fieldNames())
                .toIterable()
                .containsExactlyElementsOf(Source.MODULES.properties());
        assertThat(Source.DEVICES.properties()).containsExactlyElementsOf(Source.MODULES.properties());
    }

    @Test
    void shouldStayAsItWasWhenItWasFirstLookedAt() throws Exception {
        Document row = row(ClientId.of(PUMP));
        JsonNode before = row.value(List.of("tags", "a"));

        hub.twins().change(PUMP, new TwinChange(json("{\"a\":2}"), null, false), IfMatch.ANY);

        assertThat(row.value(List.of("tags", "a"))).isEqualTo(before);
        assertThat(row.content().at("/tags/a")).isEqualTo(before);
        assertThat(row(ClientId.of(PUMP)).value(List.of("tags", "a")).intValue())
                .isEqualTo(2);
    }

    private Document row(ClientId owner) {
        return (owner.module() == null ? hub.twins().documents() : hub.twins().moduleDocuments())
                .after(null)
                .findFirst()
                .orElseThrow();
    }

    private static List<List<String>> paths(JsonNode node, List<String> path) {
        List<List<String>> all = new ArrayList<>();
        node.properties().forEach(property -> {
            List<String> inner =
                    Stream.concat(path.stream(), Stream.of(property.getKey())).toList();
            all.add(inner);
            all.addAll(paths(property.getValue(), inner));
        });
        return all;
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text);
    }
}
