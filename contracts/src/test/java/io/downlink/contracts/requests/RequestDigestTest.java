package io.downlink.contracts.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.JsonTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDigestTest {
    private static final String REQUEST = """
            {"type": "cloud-to-device", "deviceId": "pump-17", "commandId": "77aa",
             "message": {"body": {"z": 1.50, "a": null}, "ack": "full"}}""";

    /** Made with another tool: printf '%s' '{"commandId":…}' | sha256sum. */
    @Test
    void shouldBeTheHashOfTheCanonicalForm() {
        assertThat(digest(REQUEST)).isEqualTo("v1:8a4a322b30c8d6ca85d2e6099a7da53945b36a578f4e6ea027d103b6f5e03181");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // other order, other white space, another way to write the same characters
                """
                {"message":{"ack":"full","body":{"a":null,"z":1.50}},"commandId":"77\\u0061a","deviceId":"pump-17","type":"cloud-to-device"}""",
                // what a sender may set anew
                """
                {"type": "cloud-to-device", "deviceId": "pump-17", "commandId": "77aa", "deadline": "2026-12-01T10:00:00Z",
                 "priority": "bulk", "context": 1, "message": {"body": {"z": 1.50, "a": null}, "ack": "full", "timeToLive": "PT1H"}}""",
                // null is left out
                """
                {"type": "cloud-to-device", "deviceId": "pump-17", "commandId": "77aa", "moduleId": null, "method": null,
                 "message": {"body": {"z": 1.50, "a": null}, "ack": "full", "contentType": null}}"""
            })
    void shouldNotDependOnHowTheSameIsWritten(String same) {
        assertThat(digest(same)).isEqualTo(digest(REQUEST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"cloud-to-device\", \"deviceId\": \"pump-17\", \"commandId\": \"77aa\"}",
                """
                {"type": "cloud-to-device", "deviceId": "pump-17", "commandId": "77aa",
                 "message": {"body": {"z": 1.5, "a": null}, "ack": "full"}}""",
                """
                {"type": "cloud-to-device", "deviceId": "pump-17", "commandId": "77aa",
                 "message": {"body": {"z": 1.50}, "ack": "full"}}""",
                """
                {"type": "cloud-to-device", "deviceId": "pump-17", "commandId": "77aa", "attemptsMax": 3,
                 "message": {"body": {"z": 1.50, "a": null}, "ack": "full"}}"""
            })
    void shouldDifferWhenSomethingElseIsAskedFor(String other) {
        assertThat(digest(other)).isNotEqualTo(digest(REQUEST));
    }

    @Test
    void shouldChangeNothingInTheRequest() {
        // given
        ObjectNode request = (ObjectNode) JsonTexts.tree(REQUEST);
        // when
        RequestDigest.OF_COMMANDS.of(request);
        // then
        assertThat(request).isEqualTo(JsonTexts.tree(REQUEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"jobId": "floor-3", "type": "schedule", "hub": null, "context": 1, "priority": "bulk",
                 "action": {"tags": {"a": null}, "type": "update-twin", "desired": null, "method": null}}""", """
                {"type": "schedule", "jobId": "floor-3", "action": {"type": "update-twin", "tags": {"a": null}}}"""})
    void shouldNotDependOnHowTheSameJobIsWritten(String same) {
        assertThat(digestOfJob(same)).isEqualTo("v1:3bbba5c846d450c113c00fc7e2904f66202a15f2931171dd3885a7497b50e72a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"type": "schedule", "jobId": "floor-3", "action": {"type": "update-twin", "tags": {}}}""", """
                {"type": "schedule", "jobId": "floor-3", "startTime": "2026-12-01T10:00:00Z",
                 "action": {"type": "update-twin", "tags": {"a": null}}}"""})
    void shouldDifferWhenAnotherJobIsAskedFor(String other) {
        assertThat(digestOfJob(other))
                .isNotEqualTo("v1:3bbba5c846d450c113c00fc7e2904f66202a15f2931171dd3885a7497b50e72a");
    }

    @Test
    void shouldTakeNullForLeftOutInTheMethodOfAJobButNotInItsPayload() {
        // given
        String job = "{\"jobId\": \"j\", \"action\": {\"method\": {\"name\": \"a\", \"payload\": {\"b\": null}%s}}}";
        // then
        assertThat(digestOfJob(job.formatted(", \"connectTimeout\": null"))).isEqualTo(digestOfJob(job.formatted("")));
        assertThat(digestOfJob(job.formatted("").replace("\"b\": null", "")))
                .isNotEqualTo(digestOfJob(job.formatted("")));
    }

    private static String digestOfJob(String request) {
        return RequestDigest.OF_JOBS.of((ObjectNode) JsonTexts.tree(request));
    }

    private static String digest(String request) {
        return RequestDigest.OF_COMMANDS.of((ObjectNode) JsonTexts.tree(request));
    }
}
