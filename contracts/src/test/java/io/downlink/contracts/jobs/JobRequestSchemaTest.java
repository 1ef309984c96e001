package io.downlink.contracts.jobs;

import static io.downlink.contracts.JsonSchemas.JOB_REQUEST;
import static io.downlink.contracts.jobs.JobRecords.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.JsonSchemas;
import io.downlink.contracts.JsonTexts;
import io.downlink.contracts.jobs.JobReadResult.Accepted;
import io.downlink.contracts.json.WireName;
import io.downlink.contracts.requests.Limits;
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
class JobRequestSchemaTest {
    private static final JsonNode DEFS = JsonSchemas.tree(JOB_REQUEST).path("$defs");

    /** What only the reader can tell: sizes in bytes, lengths of time, and what twins take. */
    private static final Pattern ONLY_THE_READER = Pattern.compile(
            "has \\d+ bytes.*|must be PT.*|must be a time zone.*|a name in a twin.*|must not be null.*|must be -45.*|lies deeper.*");

    @ParameterizedTest
    @ValueSource(strings = {JobRecords.METHOD, JobRecords.TWIN, JobRecords.CANCEL})
    void shouldAcceptTheShortestRequests(String request) {
        assertThat(JsonSchemas.errors(JOB_REQUEST, request)).isEmpty();
    }

    @Test
    void shouldKnowTheFieldsOfEveryObject() {
        assertThat(names("schedule")).containsExactlyElementsOf(JobPlace.REQUEST.names());
        assertThat(names("recurrence")).containsExactlyElementsOf(JobPlace.RECURRENCE.names());
        assertThat(names("cancel")).containsExactlyElementsOf(JobPlace.REQUEST.names());
        assertThat(names("directMethod")).containsExactlyElementsOf(JobPlace.ACTION.names());
        assertThat(names("updateTwin")).containsExactlyElementsOf(JobPlace.ACTION.names());
    }

    @Test
    void shouldKnowEveryValueOfEveryEnum() {
        List<String> types = texts("/schedule/properties/type/enum");
        types.add(type("cancel"));
        assertThat(types).isEqualTo(wire(JobRequestType.values()));
        assertThat(Stream.of("directMethod", "updateTwin").map(JobRequestSchemaTest::type))
                .isEqualTo(wire(ActionType.values()));
        List<String> outcomes = texts("/schedule/properties/deviceOutcomes/enum");
        outcomes.remove(null);
        assertThat(outcomes).isEqualTo(wire(DeviceOutcomes.values()));
    }

    @Test
    void shouldHaveTheReadersPatternsAndLengths() {
        assertSame(DEFS.path("jobId"), TextRule.JOB_ID);
        assertSame(DEFS.at("/recurrence/properties/cron"), TextRule.CRON);
        assertThat(DEFS.at("/schedule/properties/retryFailed/minimum").intValue())
                .isEqualTo(Limits.JOB_RETRIES.min());
        assertThat(DEFS.at("/schedule/properties/retryFailed/maximum").intValue())
                .isEqualTo(Limits.JOB_RETRIES.max());
        assertSame(DEFS.at("/schedule/properties/queryCondition"), TextRule.QUERY_CONDITION);
        assertThat(DEFS.at("/schedule/properties/startTime/pattern").textValue())
                .isEqualTo(WireTime.INSTANT.pattern());
    }

    static Stream<Arguments> faults() {
        return RefusedJobTest.faults();
    }

    @ParameterizedTest(name = "{1} = {2}")
    @MethodSource("faults")
    void shouldRefuseWhatTheReaderRefuses(String request, String path, String value, String message) {
        // given
        boolean invalidTime = value.contains("2026-13");
        // when
        List<String> errors = JsonSchemas.errors(JOB_REQUEST, JsonTexts.with(request, path, value));
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
        JobReadResult result = read(changed);
        Statistics.collect(result.getClass().getSimpleName());
        // then
        if (result instanceof Accepted) {
            assertThat(JsonSchemas.errors(JOB_REQUEST, changed)).as(changed).isEmpty();
        }
    }

    @Provide
    Arbitrary<String> requests() {
        return Arbitraries.of(JobRecords.METHOD, JobRecords.TWIN, JobRecords.CANCEL);
    }

    @Provide
    Arbitrary<String> paths() {
        List<String> paths = new ArrayList<>();
        for (JobPlace place : JobPlace.values()) {
            place.names().stream().map(place::path).forEach(paths::add);
        }
        paths.add("startsAt");
        return Arbitraries.of(paths);
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(130).map(JsonTexts::quoted);
        Arbitrary<String> telling = Arbitraries.of(
                "null",
                "0",
                "60",
                "true",
                "[]",
                "{}",
                "{\"a\":\"b\"}",
                "{\"name\":\"reboot\"}",
                "{\"type\":\"direct-method\",\"method\":{\"name\":\"a\"}}",
                "{\"type\":\"update-twin\",\"desired\":{\"a\":null}}",
                "\"\"",
                "\" \"",
                "\"\\u00a0\"",
                "\"a\"",
                "\"a\\n\"",
                "\"*\"",
                "\"lock-43\"",
                "\"PT30S\"",
                "\"P1DT\"",
                "\"2026-12-01T10:00:00Z\"",
                "\"2026-12-01t10:00:00z\"",
                "\"all\"",
                "\"none\"",
                "\"FAILED\"",
                "\"cancel\"",
                "\"dry-run\"",
                "{\"cron\":\"0 3 * * *\"}",
                "{\"cron\":\"0 3 * * *\",\"timeZone\":\"Europe/Berlin\"}",
                "\"0 3 * * *\"",
                "\"UTC\"",
                "3",
                "\"update-twin\"");
        return Arbitraries.frequencyOf(Tuple.of(4, telling), Tuple.of(1, texts));
    }

    private static void assertSame(JsonNode schema, TextRule rule) {
        assertThat(schema.path("pattern").textValue()).isEqualTo(rule.pattern().pattern());
        assertThat(schema.path("minLength").intValue()).isEqualTo(1);
        assertThat(schema.path("maxLength").intValue()).isEqualTo(rule.lengthMax());
    }

    private static List<String> names(String definition) {
        List<String> names = new ArrayList<>();
        DEFS.path(definition).path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(String pointer) {
        List<String> texts = new ArrayList<>();
        DEFS.at(pointer).forEach(value -> texts.add(value.textValue()));
        return texts;
    }

    private static String type(String definition) {
        return DEFS.path(definition).at("/properties/type/const").textValue();
    }

    private static List<String> wire(WireName[] constants) {
        return Arrays.stream(constants).map(WireName::wire).toList();
    }
}
