package io.downlink.contracts.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one object leniently: whoever reads events takes what is there, and ignores what it does not
 * know. Only what must be there and is not ends the reading.
 */
public final class JsonObjectReader {
    private final JsonNode json;

    private JsonObjectReader(JsonNode json) {
        this.json = json;
    }

    /** Makes something of an object. */
    @FunctionalInterface
    public interface Shape<T> {
        /** @return null where the object is nothing that this version knows */
        @Nullable
        T read(JsonObjectReader object) throws MissingMemberException;
    }

    /**
     * @param value a record's value, null where it has none
     * @return empty where the value is no JSON, lacks what must be there, or is nothing that this version knows
     */
    public static <T> Optional<T> read(byte @Nullable [] value, Shape<T> shape) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                    shape.read(new JsonObjectReader(ExactJson.read(value).tree())));
        } catch (JsonProcessingException | MissingMemberException _) {
            return Optional.empty();
        }
    }

    public String text(String name) throws MissingMemberException {
        String text = textOrNull(name);
        if (text == null) {
            throw new MissingMemberException();
        }
        return text;
    }

    public @Nullable String textOrNull(String name) {
        return json.path(name).textValue();
    }

    public Instant time(String name) throws MissingMemberException {
        Instant time = timeOrNull(name);
        if (time == null) {
            throw new MissingMemberException();
        }
        return time;
    }

    public @Nullable Instant timeOrNull(String name) {
        String text = textOrNull(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException _) {
            return null;
        }
    }

    public Duration duration(String name) throws MissingMemberException {
        try {
            return Duration.parse(text(name));
        } catch (DateTimeException _) {
            throw new MissingMemberException();
        }
    }

    public int integer(String name) throws MissingMemberException {
        return integral(name).intValue();
    }

    public @Nullable Integer integerOrNull(String name) {
        JsonNode number = json.path(name);
        return number.isInt() ? (Integer) number.intValue() : null;
    }

    public long longInteger(String name) throws MissingMemberException {
        return integral(name).longValue();
    }

    /** @return 0 where there is none */
    public double number(String name) {
        return json.path(name).asDouble();
    }

    /** @return false where there is none */
    public boolean flag(String name) {
        return json.path(name).asBoolean();
    }

    public boolean has(String name) {
        return json.has(name);
    }

    /** Any JSON; Java's null where the member is left out. */
    public @Nullable JsonNode tree(String name) {
        return json.get(name);
    }

    /** @return null where none of the constants has that name, or there is none */
    public <E extends WireName> @Nullable E choice(String name, E[] constants) {
        String wire = textOrNull(name);
        for (E constant : constants) {
            if (constant.wire().equals(wire)) {
                return constant;
            }
        }
        return null;
    }

    /** The strings of an array; none where there is none. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        json.path(name).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The members of a nested object, none where it is left out. */
    public JsonObjectReader object(String name) {
        return new JsonObjectReader(json.path(name));
    }

    /** The objects of an array, none where it is left out. */
    public List<JsonObjectReader> objects(String name) {
        List<JsonObjectReader> objects = new ArrayList<>();
        json.path(name).forEach(element -> objects.add(new JsonObjectReader(element)));
        return objects;
    }

    private JsonNode integral(String name) throws MissingMemberException {
        JsonNode number = json.path(name);
        if (!number.isIntegralNumber()) {
            throw new MissingMemberException();
        }
        return number;
    }

    /** Ends the reading of something that is no event; nobody sees it. */
    public static final class MissingMemberException extends Exception {
        private static final long serialVersionUID = 1L;

        private MissingMemberException() {}
    }
}
