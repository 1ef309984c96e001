package io.downlink.contracts.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
        ObjectNode request = (ObjectNode) Requests.tree(REQUEST);
        // when
        RequestDigest.of(request);
        // then
        assertThat(request).isEqualTo(Requests.tree(REQUEST));
    }

    private static String digest(String request) {
        return RequestDigest.of((ObjectNode) Requests.tree(request));
    }
}
