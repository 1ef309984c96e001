package io.downlink.contracts.commands;

import static io.downlink.contracts.JsonTexts.utf8;
import static io.downlink.contracts.commands.Records.READER;
import static io.downlink.contracts.commands.Records.read;
import static io.downlink.contracts.commands.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.JsonTexts;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.commands.ReadResult.Refused;
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

class RefusedRequestTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            deadlin                          | unknown field "deadlin": did you mean "deadline"?
            deadLine                         | unknown field "deadLine": did you mean "deadline"?
            command_id                       | unknown field "command_id": did you mean "commandId"?
            id                               | unknown field "id": did you mean "commandId"?
            prioritiy                        | unknown field "prioritiy": did you mean "priority"?
            responseTimeoutInSeconds         | unknown field "responseTimeoutInSeconds": did you mean "method.responseTimeout", ISO-8601 such as "PT30S"?
            payload                          | unknown field "payload": did you mean "method.payload"?
            method.responseTimeoutInSeconds  | unknown field "responseTimeoutInSeconds": did you mean "responseTimeout", ISO-8601 such as "PT30S"?
            method.connectTimeoutInSeconds   | unknown field "connectTimeoutInSeconds": did you mean "connectTimeout", ISO-8601 such as "PT30S"?
            method.methodName                | unknown field "methodName": did you mean "name"?
            method.deadline                  | unknown field "deadline": did you mean "deadline"?
            """)
    void shouldNameTheNearestFieldWhenOneIsUnknown(String path, String message) {
        // given
        String name = path.replace("method.", "");
        String top = path.equals(name) ? "\"%s\": 1, ".formatted(name) : "";
        String inMethod = path.equals(name) ? "" : ", \"%s\": 1".formatted(name);
        // when
        ReadResult result = read("""
                {%s"deviceId": "pump-17", "type": "direct-method", "method": {"name": "reboot"%s}}""".formatted(top, inMethod));
        // then
        assertThat(problems(result)).containsExactly(new Problem(path, "1", message));
    }

    @Test
    void shouldPointToContextWhenNothingIsNear() {
        // when
        ReadResult result = read("""
                {"ticketNumber": "INC-1", "deviceId": "pump-17", "type": "direct-method", "method": {"name": "reboot"}}""");
        // then
        assertThat(problems(result)).singleElement().satisfies(problem -> {
            assertThat(problem.value()).isEqualTo("\"INC-1\"");
            assertThat(problem.message())
                    .startsWith(
                            "unknown field \"ticketNumber\": data of your own go under \"context\"; known here are commandId, ");
        });
    }

    /** The request without a fault, the fault's place and value, and how its message starts. */
    static Stream<Arguments> faults() {
        return Stream.of(
                method("method", "5", "must be an object with name, payload"),
                method("method.name", "null", "is required"),
                method("method.name", "\"\"", "must be 1 to 128 characters without"),
                method("method.name", "\"a.b\"", "must be 1 to 128 characters without"),
                method("method.name", "\"a b\"", "must be 1 to 128 characters without"),
                method("method.name", "\"$a\"", "must be 1 to 128 characters without"),
                method("method.name", "\"" + "n".repeat(129) + "\"", "must be 1 to 128 characters without"),
                method("method.name", "7", "must be a string: write \"7\""),
                method("method.responseTimeout", "\"PT4S\"", "must be PT5S to PT5M (5 to 300 seconds)"),
                method("method.responseTimeout", "\"PT5M1S\"", "must be PT5S to PT5M (5 to 300 seconds)"),
                method(
                        "method.responseTimeout",
                        "30",
                        "must be an ISO-8601 duration in whole seconds: write \"PT30S\""),
                method(
                        "method.responseTimeout",
                        "90",
                        "must be an ISO-8601 duration in whole seconds: write \"PT1M30S\""),
                method("method.responseTimeout", "\"PT5.5S\"", "must be an ISO-8601 duration"),
                method("method.responseTimeout", "\"30s\"", "must be an ISO-8601 duration"),
                method("method.responseTimeout", "\"P\"", "must be an ISO-8601 duration"),
                method("method.responseTimeout", "\"PT\"", "must be an ISO-8601 duration"),
                method("method.connectTimeout", "\"PT31S\"", "is longer than responseTimeout (PT30S)"),
                method("method.connectTimeout", "\"-PT1S\"", "must be an ISO-8601 duration"),
                method("method.payload", "\"" + "x".repeat(128 * 1024 - 1) + "\"", "has 131073 bytes"),
                method("type", "null", "is required: \"direct-method\", \"cloud-to-device\" or \"cancel\""),
                method("type", "\"method\"", "must be \"direct-method\", \"cloud-to-device\" or \"cancel\""),
                method("type", "3", "must be \"direct-method\", \"cloud-to-device\" or \"cancel\""),
                method("deviceId", "\"pump 17\"", "must be 1 to 128 letters, digits and"),
                method("moduleId", "\"\"", "must be 1 to 128 letters, digits and"),
                method("hub", "\"a b\"", "must be the name of a configured hub"),
                method("commandId", "\"a/b\"", "must be 1 to 128 letters, digits and"),
                method("commandId", "\"" + "c".repeat(129) + "\"", "must be 1 to 128 letters, digits and"),
                method("message", "{}", "does not belong to a direct-method"),
                method("delivery", "\"exactly-once\"", "must be \"at-most-once\" or \"at-least-once\""),
                method("attemptsMax", "0", "must be an integer, 1 to 100"),
                method("attemptsMax", "101", "must be an integer, 1 to 100"),
                method("attemptsMax", "1.5", "must be an integer, 1 to 100"),
                method("attemptsMax", "\"3\"", "must be an integer, 1 to 100"),
                method("attemptsMax", "4294967297", "must be an integer, 1 to 100"),
                method("whenOffline", "\"retry\"", "must be \"fail\", \"wait\" or \"cloud-to-device\""),
                method("priority", "\"high\"", "must be \"interactive\" or \"bulk\""),
                method("deadline", "\"2026-12-02T09:00:00.001Z\"", "is more than PT24H after the record's timestamp"),
                method(
                        "deadline",
                        "\"2026-12-01T10:00:00+01:00\"",
                        "must be an ISO-8601 time in UTC: write \"2026-12-01T09:00:00Z\""),
                method("deadline", "\"tomorrow\"", "must be an ISO-8601 time in UTC such as"),
                method("deadline", "\"2026-13-01T10:00:00Z\"", "must be an ISO-8601 time in UTC such as"),
                method("deadline", "1796119200", "must be an ISO-8601 time in UTC such as"),
                method("context", "\"" + "c".repeat(4095) + "\"", "has 4097 bytes"),
                message("message", "null", "is required"),
                message(
                        "message.body",
                        "{}",
                        "exactly one of body, bodyText and bodyBase64 is required: there are body, bodyText"),
                message(
                        "message.bodyText",
                        "null",
                        "exactly one of body, bodyText and bodyBase64 is required: there is none"),
                message("message.bodyText", "5", "must be a string: write \"5\""),
                message("message.bodyText", "\"" + "x".repeat(64 * 1024 + 1) + "\"", "has 65537 bytes together"),
                message("message.contentType", "\"a\\nb\"", "must be 1 to 128 printable ASCII"),
                message("message.correlationId", "\"\"", "must be 1 to 128 printable ASCII"),
                message("message.properties", "[]", "must be an object of strings"),
                message("message.properties", "{\"a b\": \"c\"}", "a property's name must be"),
                message("message.properties", "{\"iothub-ack\": \"none\"}", "names that start with iothub-"),
                message("message.properties", "{\"a\": 5}", "must be a string: write \"5\""),
                message("message.properties", "{\"a\": \"\\u00e4\"}", "must be printable ASCII"),
                message("message.ack", "\"both\"", "must be \"none\", \"positive\", \"negative\" or \"full\""),
                message("message.timeToLive", "\"PT0S\"", "must be PT1S to PT48H (1 to 172800 seconds)"),
                message("message.timeToLive", "\"P2DT1S\"", "must be PT1S to PT48H (1 to 172800 seconds)"),
                message("message.ttl", "5", "unknown field \"ttl\": did you mean \"timeToLive\", ISO-8601"),
                message("method", "{\"name\": \"x\"}", "does not belong to a cloud-to-device message"),
                message("whenOffline", "\"wait\"", "does not belong to a cloud-to-device message"),
                cancel("commandId", "null", "is required"),
                cancel("deadline", "\"2026-12-01T10:00:00Z\"", "does not belong to a cancel"),
                cancel("method", "{\"name\": \"x\"}", "does not belong to a cancel"));
    }

    @ParameterizedTest(name = "{1} = {2}")
    @MethodSource("faults")
    void shouldNameFieldValueAndRemedyWhenOneFieldIsWrong(String request, String path, String value, String message) {
        // given
        String faulty = JsonTexts.with(request, path, value);
        String device = JsonTexts.text(faulty, "deviceId");
        // when
        ReadResult valid = read(request);
        ReadResult result = READER.read(record(device, utf8(faulty)));
        // then
        assertThat(valid).isInstanceOf(Accepted.class);
        assertThat(problems(result)).singleElement().satisfies(problem -> {
            assertThat(problem.message()).startsWith(message);
            // The field is the path, but for one property among many, and for the choice between forms of a body.
            assertThat(problem.field())
                    .satisfiesAnyOf(
                            field -> assertThat(field).startsWith(path),
                            field -> assertThat(path).startsWith(field));
        });
    }

    @Test
    void shouldTellAllProblemsAtOnce() {
        // when
        ReadResult result = READER.read(record("pump-18", utf8("""
                {"commandId": "a/b", "deviceId": "pump-17", "type": "direct-method", "deadlin": 1,
                 "method": {"name": "a.b", "responseTimeout": 5, "connectTimeout": "PT9M"}, "attemptsMax": 0}""")));
        // then
        assertThat(problems(result))
                .extracting(Problem::field)
                .containsExactlyInAnyOrder(
                        "key",
                        "commandId",
                        "deadlin",
                        "method.name",
                        "method.responseTimeout",
                        "method.connectTimeout",
                        "attemptsMax");
    }

    @Test
    void shouldTellTheKeyWhenItIsNotTheDeviceId() {
        // given
        String request = Requests.METHOD;
        // then
        assertThat(problems(READER.read(record("pump-18", utf8(request)))))
                .containsExactly(new Problem("key", "pump-18", "the record's key must be the device id, \"pump-17\""));
        assertThat(problems(READER.read(record(null, utf8(request)))))
                .containsExactly(new Problem("key", null, "the record has no key: write the device id as its key"));
    }

    @Test
    void shouldRefuseNamesThatStandTwiceWhereverTheyAre() {
        // when
        ReadResult result = read("""
                {"deviceId": "pump-17", "type": "cancel", "type": "direct-method",
                 "method": {"name": "reboot", "payload": {"a": [{"b": 1, "b": 2}]}}}""");
        // then
        assertThat(problems(result)).extracting(Problem::field).containsExactly("type", "method.payload.a[0].b");
    }

    @Test
    void shouldRefuseHalfACharacter() {
        // when
        ReadResult result = read("""
                {"deviceId": "pump-17", "type": "direct-method", "method": {"name": "say", "payload": ["\\ud83d"]}}""");
        // then
        assertThat(problems(result))
                .containsExactly(new Problem("method.payload[0]", null, "holds half of a surrogate pair, \\ud83d"));
    }

    @Test
    void shouldRefuseAttributesOfTheEventThatStandInForAField() {
        // when
        ReadResult result = read(
                Requests.METHOD,
                "ce_id",
                "a/b",
                "ce_expirytime",
                "2026-12-31T00:00:00Z",
                "ce_specversion",
                "0.3",
                "ce_source",
                "s".repeat(1025));
        // then
        assertThat(problems(result))
                .extracting(Problem::field)
                .containsExactlyInAnyOrder("ce_id", "ce_expirytime", "ce_specversion", "ce_source");
        assertThat(((Refused) result).meta().requestedBy().source()).isNull();
    }

    @Test
    void shouldRefuseAPayloadTooLargeForTheMessageThatMayTakeItsPlace() {
        // given
        int properties = "downlink-method".length() + "set".length() + "downlink-command-id".length() + "c-1".length();
        int longest = 64 * 1024 - properties - 2; // the quotes
        // then
        assertThat(read(asMessage("set", "x".repeat(longest)))).isInstanceOf(Accepted.class);
        assertThat(problems(read(asMessage("set", "x".repeat(longest + 1)))))
                .extracting(Problem::field)
                .containsExactly("method.payload");
    }

    @Test
    void shouldRefuseAMethodNameThatNoMessageCanCarryWhereOneMayTakeItsPlace() {
        assertThat(problems(read(asMessage("öffnen", ""))))
                .extracting(Problem::field)
                .containsExactly("method.name");
    }

    @Test
    void shouldCountTheContentTypeAmongTheProperties() {
        // given
        int longest = 64 * 1024 - "content-type".length() - "text/plain".length();
        String request = """
                {"deviceId": "pump-17", "type": "cloud-to-device",
                 "message": {"bodyText": "%s", "contentType": "text/plain"}}""";
        // then
        assertThat(read(request.formatted("x".repeat(longest)))).isInstanceOf(Accepted.class);
        assertThat(problems(read(request.formatted("x".repeat(longest + 1)))))
                .extracting(Problem::field)
                .containsExactly("message.bodyText");
    }

    @Test
    void shouldAcceptWhatIsJustAsLargeAsItMayBe() {
        assertThat(List.of(
                        JsonTexts.with(Requests.METHOD, "method.payload", "\"" + "ä".repeat(64 * 1024 - 1) + "\""),
                        JsonTexts.with(Requests.METHOD, "context", "\"" + "c".repeat(4094) + "\""),
                        JsonTexts.with(Requests.METHOD, "deadline", "\"2026-12-02T09:00:00Z\""),
                        JsonTexts.with(Requests.METHOD, "method.name", "\"" + "n".repeat(128) + "\""),
                        JsonTexts.with(Requests.MESSAGE, "message.timeToLive", "\"P2D\""),
                        JsonTexts.with(Requests.MESSAGE, "message.bodyText", "\"" + "x".repeat(64 * 1024) + "\"")))
                .allSatisfy(request -> assertThat(read(request)).isInstanceOf(Accepted.class));
    }

    @Test
    void shouldTellNoMoreThanAnEventCanHold() {
        // given
        String unknown = IntStream.range(0, 1000)
                .mapToObj(i -> "\"%s%d\": \"%s\"".formatted("f".repeat(500), i, "v".repeat(500)))
                .collect(Collectors.joining(","));
        // when
        ReadResult result =
                read("{\"deviceId\": \"pump-17\", \"type\": \"cancel\", \"commandId\": \"a\", " + unknown + "}");
        // then
        assertThat(problems(result)).hasSize(51).last().isEqualTo(new Problem("", null, "and 950 more"));
        assertThat(problems(result))
                .allSatisfy(problem -> assertThat(problem.field()).hasSizeLessThan(102));
    }

    private static Arguments method(String path, String value, String message) {
        return Arguments.of(Requests.METHOD, path, value, message);
    }

    private static Arguments message(String path, String value, String message) {
        return Arguments.of(Requests.MESSAGE, path, value, message);
    }

    private static Arguments cancel(String path, String value, String message) {
        return Arguments.of(Requests.CANCEL, path, value, message);
    }

    private static List<Problem> problems(ReadResult result) {
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).problems();
    }

    private static String asMessage(String method, String payload) {
        return """
                {"commandId": "c-1", "deviceId": "pump-17", "type": "direct-method", "whenOffline": "cloud-to-device",
                 "method": {"name": "%s", "payload": "%s"}}""".formatted(method, payload);
    }
}
