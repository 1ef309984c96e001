package io.downlink.contracts.jobs;

import static io.downlink.contracts.JsonTexts.utf8;
import static io.downlink.contracts.jobs.JobRecords.READER;
import static io.downlink.contracts.jobs.JobRecords.read;
import static io.downlink.contracts.jobs.JobRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.JsonTexts;
import io.downlink.contracts.jobs.JobReadResult.Accepted;
import io.downlink.contracts.jobs.JobReadResult.Refused;
import io.downlink.contracts.requests.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedJobTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            queryCondtion                   | did you mean "queryCondition"?
            query                           | did you mean "queryCondition"?
            deviceId                        | did you mean "queryCondition"?
            job_id                          | did you mean "jobId"?
            maxExecutionTimeInSeconds       | did you mean "maxExecutionTime", ISO-8601 such as "PT30S"?
            retries                         | did you mean "retryFailed"?
            cron                            | did you mean "recurrence.cron"?
            ttl                             | did you mean "maxExecutionTime", ISO-8601 such as "PT30S"?
            tags                            | did you mean "action.tags"?
            method                          | did you mean "action.method"?
            payload                         | did you mean "action.method.payload"?
            responseTimeout                 | did you mean "action.method.responseTimeout", ISO-8601 such as "PT30S"?
            ticketNumber                    | data of your own go under "context"; known here are type, jobId, hub, queryCondition, startTime, maxExecutionTime, deviceOutcomes, priority, retryFailed, recurrence, action, context
            action.name                     | did you mean "method.name"?
            action.properties               | did you mean "desired"?
            action.startTime                | did you mean "startTime"?
            action.method.methodName        | did you mean "name"?
            action.method.responseTimeoutInSeconds | did you mean "responseTimeout", ISO-8601 such as "PT30S"?
            """)
    void shouldNameTheNearestFieldWhenOneIsUnknown(String path, String remedy) {
        // given
        String name = path.substring(path.lastIndexOf('.') + 1);
        // when
        JobReadResult result = read(JsonTexts.with(JobRecords.METHOD, path, "1"));
        // then
        assertThat(problems(result))
                .containsExactly(new Problem(path, "1", "unknown field \"%s\": %s".formatted(name, remedy)));
    }

    /** The request without a fault, the fault's place and value, and how its message starts. */
    static Stream<Arguments> faults() {
        return Stream.of(
                method("type", "null", "is required: \"schedule\", \"dry-run\" or \"cancel\""),
                method("type", "\"direct-method\"", "must be \"schedule\", \"dry-run\" or \"cancel\""),
                method("jobId", "\"lock_43\"", "must be 1 to 64 letters, digits and -"),
                method("jobId", "\"" + "j".repeat(65) + "\"", "must be 1 to 64 letters, digits and -"),
                method("hub", "\"a b\"", "must be the name of a configured hub"),
                method("queryCondition", "null", "is required"),
                method("queryCondition", "\"\"", "must be 1 to 8192 characters, the part of a query behind WHERE"),
                method("queryCondition", "\" \\t\"", "must be 1 to 8192 characters"),
                method("queryCondition", "\"" + "q".repeat(8193) + "\"", "must be 1 to 8192 characters"),
                method("queryCondition", "7", "must be a string: write \"7\""),
                method("startTime", "\"tomorrow\"", "must be an ISO-8601 time in UTC such as"),
                method("startTime", "\"2026-13-01T10:00:00Z\"", "must be an ISO-8601 time in UTC such as"),
                method("maxExecutionTime", "120", "must be an ISO-8601 duration in whole seconds: write \"PT2M\""),
                method("maxExecutionTime", "\"PT0S\"", "must be PT1S to PT720H (1 to 2592000 seconds)"),
                method("maxExecutionTime", "\"P30DT1S\"", "must be PT1S to PT720H (1 to 2592000 seconds)"),
                method("deviceOutcomes", "\"some\"", "must be \"failed\", \"all\" or \"none\""),
                method("priority", "\"high\"", "must be \"interactive\" or \"bulk\""),
                method("retryFailed", "-1", "must be an integer, 0 to 10"),
                method("retryFailed", "11", "must be an integer, 0 to 10"),
                method("retryFailed", "true", "must be an integer, 0 to 10"),
                method("recurrence", "\"daily\"", "must be an object with cron, timeZone"),
                method("recurrence", "{}", "is required"),
                method("recurrence", "{\"cron\": \"every day\", \"at\": 1}", "unknown field"),
                method("recurrence", "{\"cron\": \"$\"}", "must be five fields as in a crontab"),
                method(
                        "recurrence",
                        "{\"cron\": \"0 3 * * *\", \"timeZone\": \"Berlin\"}",
                        "must be a time zone of the IANA's"),
                method("action", "null", "is required"),
                method("action", "\"direct-method\"", "must be an object with type, method, tags, desired"),
                method("action.type", "null", "is required: \"direct-method\" or \"update-twin\""),
                method("action.type", "\"reboot\"", "must be \"direct-method\" or \"update-twin\""),
                method("action.method", "null", "is required"),
                method("action.method.name", "\"a.b\"", "must be 1 to 128 characters without"),
                method("action.method.responseTimeout", "\"PT4S\"", "must be PT5S to PT5M (5 to 300 seconds)"),
                method("action.method.payload", "\"" + "x".repeat(128 * 1024 - 1) + "\"", "has 131073 bytes"),
                method("action.tags", "{}", "does not belong to a direct-method"),
                method("action.desired", "{}", "does not belong to a direct-method"),
                method("context", "\"" + "c".repeat(4095) + "\"", "has 4097 bytes"),
                twin("action.tags", "null", "at least one of tags and desired is required"),
                twin("action.tags", "[]", "must be an object"),
                twin("action.desired", "\"on\"", "must be an object"),
                twin("action.method", "{\"name\": \"x\"}", "does not belong to an update-twin"),
                twin("action.tags", "{\"a.b\": 1}", "a name in a twin has 1 to 1024 bytes"),
                twin("action.tags", "{\"a\": {\"$b\": 1}}", "a name in a twin has 1 to 1024 bytes"),
                twin("action.tags", "{\"a b\": 1}", "a name in a twin has 1 to 1024 bytes"),
                twin("action.tags", "{\"\": 1}", "a name in a twin has 1 to 1024 bytes"),
                twin("action.tags", "{\"a\\u0085\": 1}", "a name in a twin has 1 to 1024 bytes"),
                twin("action.tags", "{\"" + "n".repeat(1025) + "\": 1}", "a name in a twin has 1 to 1024 bytes"),
                twin(
                        "action.desired",
                        "{\"a\": \"" + "v".repeat(4097) + "\"}",
                        "has 4097 bytes in UTF-8: 4096 at most"),
                twin("action.desired", "{\"a\": [1, null]}", "must not be null: a twin's array holds none"),
                twin("action.desired", "{\"a\": 4503599627370496}", "must be -4503599627370496 to 4503599627370495"),
                twin("action.desired", "{\"a\": -4503599627370497}", "must be -4503599627370496 to 4503599627370495"),
                twin("action.desired", nested(11), "lies deeper than 10 objects"),
                twin("action.tags", members(8 * 1024 + 10), "has 8202 bytes of names and values: 8192 at most"),
                twin("action.desired", members(32 * 1024 + 10), "has 32778 bytes of names and values: 32768 at most"),
                cancel("jobId", "null", "is required"),
                cancel("queryCondition", "\"*\"", "does not belong to a cancel"),
                cancel("retryFailed", "1", "does not belong to a cancel"),
                cancel("recurrence", "{}", "does not belong to a cancel"),
                cancel("priority", "\"bulk\"", "does not belong to a cancel"),
                cancel("action", "{}", "does not belong to a cancel"));
    }

    @ParameterizedTest(name = "{1} = {2}")
    @MethodSource("faults")
    void shouldNameFieldValueAndRemedyWhenOneFieldIsWrong(String request, String path, String value, String message) {
        // given
        String faulty = JsonTexts.with(request, path, value);
        String key = path.equals("jobId") && !value.equals("null") ? JsonTexts.text(faulty, "jobId") : "lock-43";
        // when
        JobReadResult result = READER.read(record(key, utf8(faulty)));
        // then
        assertThat(read(request)).isInstanceOf(Accepted.class);
        assertThat(problems(result)).singleElement().satisfies(problem -> {
            assertThat(problem.message()).startsWith(message);
            assertThat(problem.field()).startsWith(path);
        });
    }

    @Test
    void shouldTellAllProblemsAtOnce() {
        // when
        JobReadResult result = READER.read(record("lock-44", utf8("""
                {"type": "schedule", "jobId": "lock 43", "startsAt": 1, "maxExecutionTime": 60, "deviceOutcomes": "any",
                 "action": {"type": "update-twin", "tags": {"a b": 1}, "desired": {"x": [null]}, "method": {}}}""")));
        // then
        assertThat(problems(result))
                .extracting(Problem::field)
                .containsExactlyInAnyOrder(
                        "key",
                        "jobId",
                        "startsAt",
                        "queryCondition",
                        "maxExecutionTime",
                        "deviceOutcomes",
                        "action.method",
                        "action.tags.a b",
                        "action.desired.x[0]");
    }

    @Test
    void shouldTellTheKeyWhenItIsNotTheJobId() {
        assertThat(problems(READER.read(record("lock-44", utf8(JobRecords.CANCEL)))))
                .containsExactly(new Problem("key", "lock-44", "the record's key must be the job id, \"lock-43\""));
        assertThat(problems(READER.read(record(null, utf8(JobRecords.CANCEL)))))
                .containsExactly(new Problem("key", null, "the record has no key: write the job id as its key"));
    }

    @Test
    void shouldRefuseNamesThatStandTwiceAndHalfCharacters() {
        assertThat(problems(read("""
                {"type": "schedule", "jobId": "lock-43", "queryCondition": "*", "queryCondition": "*",
                 "action": {"type": "update-twin", "tags": {"a": "\\ud83d"}}}"""))).extracting(Problem::field).containsExactly("queryCondition", "action.tags.a");
    }

    @Test
    void shouldAcceptWhatIsJustAsLargeAsItMayBe() {
        assertThat(List.of(
                        JsonTexts.with(JobRecords.METHOD, "queryCondition", "\"" + "q".repeat(8192) + "\""),
                        JsonTexts.with(JobRecords.METHOD, "queryCondition", "\"\\n deviceId = 'a'\""),
                        JsonTexts.with(JobRecords.METHOD, "maxExecutionTime", "\"P30D\""),
                        JsonTexts.with(JobRecords.METHOD, "maxExecutionTime", "\"PT1S\""),
                        JsonTexts.with(JobRecords.TWIN, "action.tags", members(8 * 1024)),
                        JsonTexts.with(JobRecords.TWIN, "action.desired", members(32 * 1024)),
                        JsonTexts.with(JobRecords.TWIN, "action.desired", nested(10)),
                        JsonTexts.with(JobRecords.TWIN, "action.desired", "{\"a\": [-4503599627370496, 1.5, true]}"),
                        JsonTexts.with(JobRecords.TWIN, "action.desired", "{\"a\": \"" + "v".repeat(4096) + "\"}"),
                        JsonTexts.with(JobRecords.TWIN, "action.desired", "{\"" + "n".repeat(1024) + "\": null}")))
                .allSatisfy(request -> assertThat(read(request)).isInstanceOf(Accepted.class));
    }

    /** An object within an object, so many within the outermost. */
    private static String nested(int objects) {
        return "{\"a\":".repeat(objects) + "{\"b\":1}" + "}".repeat(objects);
    }

    /** An object whose names and values have so many bytes: members of 8 bytes, and a last one for the rest. */
    private static String members(int bytes) {
        String eights = IntStream.range(0, bytes / 8 - 1)
                .mapToObj("\"%04d\": \"four\""::formatted)
                .collect(Collectors.joining(", "));
        return "{%s, \"rest\": \"%s\"}".formatted(eights, "r".repeat(bytes % 8 + 4));
    }

    private static Arguments method(String path, String value, String message) {
        return Arguments.of(JobRecords.METHOD, path, value, message);
    }

    private static Arguments twin(String path, String value, String message) {
        return Arguments.of(JobRecords.TWIN, path, value, message);
    }

    private static Arguments cancel(String path, String value, String message) {
        return Arguments.of(JobRecords.CANCEL, path, value, message);
    }

    private static List<Problem> problems(JobReadResult result) {
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).problems();
    }
}
