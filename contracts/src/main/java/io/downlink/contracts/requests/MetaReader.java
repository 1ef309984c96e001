package io.downlink.contracts.requests;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.cloudevents.Attributes;
import io.downlink.contracts.cloudevents.Opening.Opened;
import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.json.ExactJson;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads how a request came, and the data that every event about it repeats. */
public final class MetaReader {
    private static final String SPECVERSION = "1.0";

    private final ConsumerRecord<byte[], byte[]> record;
    private final Opened opened;
    private final Fields fields;
    private final Problems problems;
    private final RequestDigest digest;

    public MetaReader(
            ConsumerRecord<byte[], byte[]> record,
            Opened opened,
            Fields fields,
            Problems problems,
            RequestDigest digest) {
        this.record = record;
        this.opened = opened;
        this.fields = fields;
        this.problems = problems;
        this.digest = digest;
    }

    public RequestMeta read() {
        checkSpecversion();
        return new RequestMeta(
                Instant.ofEpochMilli(record.timestamp()),
                new Source(record.topic(), record.partition(), record.offset()),
                requestedBy(),
                context(),
                digest.of(opened.data()),
                TraceContext.of(record.headers(), opened.attributes()));
    }

    private void checkSpecversion() {
        String version = opened.attributes().get(Attributes.SPECVERSION);
        if (version != null && !version.equals(SPECVERSION)) {
            problems.add("ce_specversion", version, "must be " + SPECVERSION);
        }
    }

    private RequestedBy requestedBy() {
        if (opened.attributes().values().isEmpty()) {
            return RequestedBy.NOBODY;
        }
        return new RequestedBy(
                attribute(Attributes.SOURCE),
                attribute(Attributes.AUTHID),
                attribute(Attributes.ID),
                attribute(Attributes.CORRELATIONID));
    }

    private @Nullable String attribute(String name) {
        String value = opened.attributes().get(name);
        if (value != null && value.length() > Limits.ATTRIBUTE_LENGTH_MAX) {
            problems.add(
                    "ce_" + name,
                    value,
                    "has %d characters: %d at most".formatted(value.length(), Limits.ATTRIBUTE_LENGTH_MAX));
            return null;
        }
        return value;
    }

    private @Nullable JsonNode context() {
        JsonNode context = fields.value("context");
        if (context == null) {
            return null;
        }
        int bytes = ExactJson.utf8Length(context);
        if (bytes > Limits.CONTEXT_BYTES_MAX) {
            fields.problem(
                    "context", "has %d bytes of JSON in UTF-8: %d at most".formatted(bytes, Limits.CONTEXT_BYTES_MAX));
            return null;
        }
        return context;
    }
}
