package io.downlink.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.cloudevents.Attributes;
import io.downlink.contracts.cloudevents.EventHeaders;
import io.downlink.contracts.json.ExactJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A direct method as it is asked for. What is wrong with it the gateway says, as it does to everybody who writes to Kafka.
 *
 * @param payload any JSON, null for none
 * @param terms the other fields of the request, as they were given
 */
record Request(
        String commandId,
        String deviceId,
        String method,
        @Nullable JsonNode payload,
        @Nullable String responseTimeout,
        Map<String, String> terms) {
    private static final String SOURCE = "/downlink/cli";
    private static final String TYPE = "io.downlink.command.request";

    /** The request as a CloudEvent in binary mode; its key is the device. */
    ProducerRecord<byte[], byte[]> record(String topic) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, utf8(deviceId), utf8(json()));
        Map.of(
                        Attributes.SPECVERSION, "1.0",
                        Attributes.ID, commandId,
                        Attributes.SOURCE, SOURCE,
                        Attributes.TYPE, TYPE)
                .forEach((name, value) -> record.headers().add(EventHeaders.PREFIX + name, utf8(value)));
        record.headers().add(EventHeaders.CONTENT_TYPE, utf8(EventHeaders.JSON));
        return record;
    }

    String json() {
        return ExactJson.write(this::write);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("commandId", commandId);
        json.writeStringField("deviceId", deviceId);
        json.writeStringField("type", "direct-method");
        json.writeObjectFieldStart("method");
        json.writeStringField("name", method);
        if (payload != null) {
            json.writeFieldName("payload");
            json.writeTree(payload);
        }
        if (responseTimeout != null) {
            json.writeStringField("responseTimeout", responseTimeout);
        }
        json.writeEndObject();
        for (Map.Entry<String, String> term : terms.entrySet()) {
            json.writeStringField(term.getKey(), term.getValue());
        }
        json.writeEndObject();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
