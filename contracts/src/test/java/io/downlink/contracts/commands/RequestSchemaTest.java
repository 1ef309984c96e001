package io.downlink.contracts.commands;

import static io.downlink.contracts.JsonSchemas.REQUEST;
import static io.downlink.contracts.JsonTexts.utf8;
import static io.downlink.contracts.commands.Records.READER;
import static io.downlink.contracts.commands.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.JsonSchemas;
import io.downlink.contracts.JsonTexts;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.json.WireName;
import io.downlink.contracts.requests.Limits;
import io.downlink.contracts.requests.Priority;
import io.downlink.contracts.requests.TextRule;
import io.downlink.contracts.requests.WireTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of requests is as strict as a schema can be, and never stricter than the reader. */
class RequestSchemaTest {
    private static final JsonNode DEFS = JsonSchemas.tree(REQUEST).path("$defs");

    @ParameterizedTest
    @ValueSource(strings = {Requests.METHOD, Requests.MESSAGE, Requests.CANCEL})
    void shouldAcceptTheShortestRequests(String request) {
        assertThat(JsonSchemas.errors(REQUEST, request)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"directMethod", "cloudToDevice", "cancel"})
    void shouldKnowTheFieldsOfEveryTypeOfRequest(String type) {
        assertThat(names(DEFS.path(type))).containsExactlyElementsOf(CommandPlace.REQUEST.names());
    }

    @Test
    void shouldKnowTheFieldsOfMethodAndMessage() {
        assertThat(names(DEFS.path("method"))).containsExactlyElementsOf(CommandPlace.METHOD.names());
        assertThat(names(DEFS.path("message"))).containsExactlyElementsOf(CommandPlace.MESSAGE.names());
    }

    @Test
    void shouldKnowEveryValueOfEveryEnum() {
        assertThat(values(DEFS.path("delivery"))).isEqualTo(wire(Delivery.values()));
        assertThat(values(DEFS.path("priority"))).isEqualTo(wire(Priority.values()));
        assertThat(values(DEFS.at("/directMethod/properties/whenOffline"))).isEqualTo(wire(WhenOffline.values()));
        assertThat(values(DEFS.at("/message/properties/ack"))).isEqualTo(wire(Ack.values()));
        assertThat(Stream.of("directMethod", "cloudToDevice", "cancel")
                        .map(type ->
                                DEFS.path(type).at("/properties/type/const").textValue()))
                .isEqualTo(wire(CommandType.values()));
    }

    @Test
    void shouldHaveTheReadersPatternsAndLengths() {
        assertSame(DEFS.path("deviceId"), TextRule.IOT_HUB_ID);
        assertSame(DEFS.path("moduleId"), TextRule.IOT_HUB_ID);
        assertSame(DEFS.path("commandId"), TextRule.IOT_HUB_ID);
        assertSame(DEFS.at("/cancel/properties/commandId"), TextRule.IOT_HUB_ID);
        assertSame(DEFS.path("hub"), TextRule.HUB);
        assertSame(DEFS.at("/method/properties/name"), TextRule.METHOD_NAME);
        assertSame(DEFS.at("/message/properties/contentType"), TextRule.PRINTABLE);
        assertSame(DEFS.at("/message/properties/correlationId"), TextRule.PRINTABLE);
        assertPattern(DEFS.at("/message/properties/properties/propertyNames"), TextRule.PROPERTY_NAME.pattern());
        assertPattern(
                DEFS.at("/message/properties/properties/additionalProperties"), TextRule.PROPERTY_VALUE.pattern());
        assertPattern(DEFS.path("duration"), WireTime.DURATION);
        assertPattern(DEFS.path("deadline"), WireTime.INSTANT);
        assertThat(DEFS.at("/attemptsMax/minimum").intValue()).isEqualTo(Limits.ATTEMPTS.min());
        assertThat(DEFS.at("/attemptsMax/maximum").intValue()).isEqualTo(Limits.ATTEMPTS.max());
    }

    static Stream<Arguments> faults() {
        return RefusedRequestTest.faults();
    }

    /** What only the reader can tell: sizes in bytes, lengths of time, and how fields stand to each other. */
    private static final Pattern ONLY_THE_READER = Pattern.compile(
            "has \\d+ bytes.*|must be PT.*|is longer than.*|is more than PT24H.*|names that start with iothub-.*");

    @ParameterizedTest(name = "{1} = {2}")
    @MethodSource("faults")
    void shouldRefuseWhatTheReaderRefuses(String request, String path, String value, String message) {
        // given
        boolean invalidTime = value.contains("2026-13");
        // when
        List<String> errors = JsonSchemas.errors(REQUEST, JsonTexts.with(request, path, value));
        // then
        if (!invalidTime && !ONLY_THE_READER.matcher(message).matches()) {
            assertThat(errors).isNotEmpty();
        }
    }

    /** Any value at any field: what the reader accepts is valid, so what is not valid the reader refuses. */
    @Property(tries = 5000)
    void shouldAcceptWhatTheReaderAccepts(
            @ForAll("requests") String request,
            @ForAll("paths") String path,
            @ForAll("values") String value,
            @ForAll("paths") String otherPath,
            @ForAll("values") String otherValue) {
        // given
        String changed = JsonTexts.with(JsonTexts.with(request, path, value), otherPath, otherValue);
        // when
        ReadResult result = READER.read(record(JsonTexts.text(changed, "deviceId"), utf8(changed)));
        Statistics.collect(result.getClass().getSimpleName());
        // then
        if (result instanceof Accepted) {
            assertThat(JsonSchemas.errors(REQUEST, changed)).as(changed).isEmpty();
        }
    }

    @Provide
    Arbitrary<String> requests() {
        return Arbitraries.of(Requests.METHOD, Requests.MESSAGE, Requests.CANCEL);
    }

    @Provide
    Arbitrary<String> paths() {
        List<String> paths = new ArrayList<>();
        for (CommandPlace place : CommandPlace.values()) {
            place.names().stream()
                    .map(place::path)
                    .filter(path -> !path.equals("method") && !path.equals("message"))
                    .forEach(paths::add);
        }
        paths.add("deadlin");
        return Arbitraries.of(paths);
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(130).map(JsonTexts::quoted);
        Arbitrary<String> telling = Arbitraries.of(
                "null",
                "0",
                "1",
                "3",
                "3.0",
                "100",
                "1e2",
                "-1",
                "true",
                "[]",
                "{}",
                "{\"a\":\"b\"}",
                "\"\"",
                "\"a\"",
                "\"PT30S\"",
                "\"P1D\"",
                "\"P1DT\"",
                "\"pt5s\"",
                "\"PT5M0S\"",
                "\"2026-12-01T10:00:00Z\"",
                "\"2026-12-01T10:00:00.123456789Z\"",
                "\"2026-12-01t10:00:00z\"",
                "\"fail\"",
                "\"wait\"",
                "\"bulk\"",
                "\"FULL\"",
                "\"none\"",
                "\"at-least-once\"",
                "\"AAAA\"",
                "\"AA\"",
                "\"pump-17\"",
                "\"a:b@c;d'e\"",
                "\"component*command\"",
                "\"a\\nb\"",
                "\"a\\n\"");
        return Arbitraries.frequencyOf(Tuple.of(4, telling), Tuple.of(1, texts));
    }

    private static void assertSame(JsonNode schema, TextRule rule) {
        assertPattern(schema, rule.pattern());
        assertThat(schema.path("minLength").intValue()).isEqualTo(1);
        assertThat(schema.path("maxLength").intValue()).isEqualTo(rule.lengthMax());
    }

    private static void assertPattern(JsonNode schema, Pattern pattern) {
        assertThat(schema.path("pattern").textValue()).isEqualTo(pattern.pattern());
    }

    private static List<String> names(JsonNode schema) {
        List<String> names = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> values(JsonNode schema) {
        List<String> values = new ArrayList<>();
        schema.path("enum").forEach(value -> {
            if (!value.isNull()) {
                values.add(value.textValue());
            }
        });
        return values;
    }

    private static List<String> wire(WireName[] constants) {
        return Arrays.stream(constants).map(WireName::wire).toList();
    }
}
