package io.downlink.simulator.record;

import com.google.gson.JsonObject;
import io.downlink.simulator.record.Body.Binary;
import io.downlink.simulator.record.Body.Text;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cloud-to-device message as the device got it.
 *
 * @param id null: it has none
 * @param properties the sender's own, in their order
 */
public record ReceivedMessage(@Nullable String id, Body body, Map<String, String> properties) {

    public ReceivedMessage {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    void addTo(JsonObject line) {
        addIdTo(line);
        switch (body) {
            case Text(String text) -> line.addProperty("bodyText", text);
            case Binary(String base64) -> line.addProperty("bodyBase64", base64);
        }
        JsonObject named = new JsonObject();
        properties.forEach(named::addProperty);
        line.add("properties", named);
    }

    void addIdTo(JsonObject line) {
        if (id != null) {
            line.addProperty("messageId", id);
        }
    }
}
