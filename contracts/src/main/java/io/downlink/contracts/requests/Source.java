package io.downlink.contracts.requests;

import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectReader.MissingMemberException;
import io.downlink.contracts.json.JsonObjectWriter;
import java.io.IOException;

/** Where a request stood. */
public record Source(String topic, int partition, long offset) {

    /** In one word. No other record has it, as long as the topic is the same. */
    public String name() {
        return topic + "-" + partition + "-" + offset;
    }

    /** Writes a member of an event. */
    public void write(String name, JsonObjectWriter event) throws IOException {
        event.object(name, object -> {
            object.text("topic", topic);
            object.number("partition", partition);
            object.number("offset", offset);
        });
    }

    /** Reads a member of an event. */
    public static Source read(String name, JsonObjectReader event) throws MissingMemberException {
        JsonObjectReader source = event.object(name);
        return new Source(source.text("topic"), source.integer("partition"), source.longInteger("offset"));
    }
}
