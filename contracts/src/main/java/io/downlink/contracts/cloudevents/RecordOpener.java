package io.downlink.contracts.cloudevents;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.cloudevents.Opening.Opened;
import io.downlink.contracts.cloudevents.Opening.Unopened;
import io.downlink.contracts.json.ExactJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Takes the JSON object, and the CloudEvent around it, out of a Kafka record: binary mode, structured mode
 * ({@code content-type: application/cloudevents+json}) or plain JSON. Whatever the bytes are, it answers and never throws.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     protocol binding</a>
 */
public final class RecordOpener {
    private static final String CLOUDEVENTS = "application/cloudevents";
    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";

    private RecordOpener() {}

    public static Opening open(ConsumerRecord<?, byte[]> record) {
        Header contentType = record.headers().lastHeader(EventHeaders.CONTENT_TYPE);
        if (contentType != null && contentType.value() == null) {
            return new Unopened("the header content-type has no value");
        }
        if (record.value() == null) {
            return new Unopened("the record has no value");
        }
        String mediaType = contentType == null ? "" : mediaType(text(contentType.value()));
        try {
            return mediaType.startsWith(CLOUDEVENTS)
                    ? openEnvelope(mediaType, record.value())
                    : opened(binary(record.headers()), ExactJson.read(record.value()), "the value");
        } catch (JsonProcessingException e) {
            return new Unopened("the value is not JSON: " + describe(e));
        }
    }

    private static Opening openEnvelope(String mediaType, byte[] value) throws JsonProcessingException {
        if (!mediaType.equals(EventHeaders.STRUCTURED_JSON)) {
            return new Unopened("content-type %s is not supported: write %s or %s"
                    .formatted(mediaType, EventHeaders.STRUCTURED_JSON, EventHeaders.JSON));
        }
        ExactJson.Document envelope = ExactJson.read(value);
        if (!(envelope.tree() instanceof ObjectNode event)) {
            return new Unopened("the value is JSON, but no CloudEvent: not an object");
        }
        Attributes attributes = structured(event);
        JsonNode base64 = event.get(DATA_BASE64);
        if (base64 != null && base64.isTextual()) {
            return openBase64(attributes, base64.textValue());
        }
        JsonNode data = event.path(DATA);
        List<String> duplicates = envelope.duplicates().stream()
                .map(path -> path.startsWith(DATA + ".") ? path.substring(DATA.length() + 1) : path)
                .toList();
        return opened(attributes, new ExactJson.Document(data, duplicates), "the CloudEvent's data");
    }

    private static Opening openBase64(Attributes attributes, String base64) throws JsonProcessingException {
        byte[] data;
        try {
            data = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return new Unopened("the CloudEvent's data_base64 is not Base64");
        }
        return opened(attributes, ExactJson.read(data), "the CloudEvent's data_base64");
    }

    private static Opening opened(Attributes attributes, ExactJson.Document document, String place) {
        if (document.tree() instanceof ObjectNode data) {
            return new Opened(attributes, data, document.duplicates());
        }
        return new Unopened(
                document.tree().isMissingNode() ? place + " is empty" : place + " is JSON, but not an object");
    }

    private static Attributes binary(Headers headers) {
        Map<String, String> values = new HashMap<>();
        for (Header header : headers) {
            if (header.key().startsWith(EventHeaders.PREFIX) && header.value() != null) {
                values.put(header.key().substring(EventHeaders.PREFIX.length()), text(header.value()));
            }
        }
        return new Attributes(values);
    }

    private static Attributes structured(ObjectNode event) {
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, JsonNode> member : event.properties()) {
            boolean isData = member.getKey().equals(DATA) || member.getKey().equals(DATA_BASE64);
            if (!isData && member.getValue().isValueNode() && !member.getValue().isNull()) {
                values.put(member.getKey(), member.getValue().asText());
            }
        }
        return new Attributes(values);
    }

    private static String mediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    /** The place alone: Jackson's own words quote what stands there. */
    private static String describe(JsonProcessingException e) {
        @Nullable JsonLocation place = e.getLocation();
        return place == null
                ? e.getOriginalMessage()
                : "line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
