package io.downlink.contracts.commands;

import io.downlink.contracts.cloudevents.Attributes;
import io.downlink.contracts.requests.Fields;
import io.downlink.contracts.requests.IdReader;
import io.downlink.contracts.requests.Problems;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.requests.TextRule;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads which command a request is about. */
final class IdentityReader {
    private final ConsumerRecord<byte[], byte[]> record;
    private final Attributes attributes;
    private final Fields fields;
    private final Problems problems;

    IdentityReader(ConsumerRecord<byte[], byte[]> record, Attributes attributes, Fields fields, Problems problems) {
        this.record = record;
        this.attributes = attributes;
        this.fields = fields;
        this.problems = problems;
    }

    /** @return null where no device id can be read, neither from the request nor from the record's key */
    @Nullable
    CommandId read() {
        IdReader ids = new IdReader(record, fields, problems);
        String deviceId = ids.key("deviceId", TextRule.IOT_HUB_ID, "device id");
        if (deviceId == null) {
            return null;
        }
        String moduleId = ids.optional("moduleId", TextRule.IOT_HUB_ID);
        return new CommandId(ids.hub(), deviceId, moduleId, commandId(ids));
    }

    /** The place of the record, a name that no other record has. */
    static String placeOf(ConsumerRecord<?, ?> record) {
        return new Source(record.topic(), record.partition(), record.offset()).name();
    }

    private String commandId(IdReader ids) {
        String written = ids.optional("commandId", TextRule.IOT_HUB_ID);
        if (written != null) {
            return written;
        }
        String eventId = attributes.get(Attributes.ID);
        if (eventId == null || fields.value("commandId") != null) {
            return placeOf(record);
        }
        if (!TextRule.IOT_HUB_ID.accepts(eventId)) {
            problems.add(
                    "ce_id",
                    eventId,
                    "stands in for commandId, which must be %s: write a commandId"
                            .formatted(TextRule.IOT_HUB_ID.description()));
        }
        return IdReader.hasLengthOfId(eventId) ? eventId : placeOf(record);
    }
}
