package io.downlink.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object in a hub's answer. A member that is null or missing is null here. What is of another kind than it should be
 * makes the answer {@linkplain HubFailure.AnswerUnreadable unreadable}.
 */
record JsonFields(JsonObject object) {
    /** IoT Hub's "never", in .NET's way. */
    private static final int LAST_YEAR = 9999;

    static JsonFields of(JsonElement json) {
        if (!json.isJsonObject()) {
            throw HubRest.unreadable();
        }
        return new JsonFields(json.getAsJsonObject());
    }

    static List<JsonElement> array(JsonElement json) {
        if (!json.isJsonArray()) {
            throw HubRest.unreadable();
        }
        return json.getAsJsonArray().asList();
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw HubRest.unreadable();
        }
        return text;
    }

    @Nullable
    String text(String name) {
        JsonElement value = member(name);
        if (value == null) {
            return null;
        }
        if (!value.isJsonPrimitive()) {
            throw HubRest.unreadable();
        }
        return value.getAsString();
    }

    /** 0 where there is none. */
    int number(String name) {
        String text = text(name);
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw HubRest.unreadable();
        }
    }

    /** Null also for the end of all time, which stands for none. */
    @Nullable
    Instant time(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() == LAST_YEAR ? null : time.toInstant();
        } catch (DateTimeException _) {
            throw HubRest.unreadable();
        }
    }

    @Nullable
    JsonFields object(String name) {
        JsonElement value = member(name);
        return value == null ? null : of(value);
    }

    /** As it was written, but for whitespace and the choice of escapes; {@code null} where there is none. */
    String json(String name) {
        JsonElement value = object.get(name);
        return value == null ? "null" : value.toString();
    }

    private @Nullable JsonElement member(String name) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull() ? null : value;
    }
}
