package io.downlink.contracts.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the members of one object, in the order of the calls. What is null is left out, where no method says otherwise. */
public final class JsonObjectWriter {
    private final JsonGenerator json;

    private JsonObjectWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Members, written one by one. */
    @FunctionalInterface
    public interface Members {
        void writeTo(JsonObjectWriter object) throws IOException;
    }

    /** An object of these members, as JSON text on one line. */
    public static String write(Members members) {
        return ExactJson.write(generator -> {
            generator.writeStartObject();
            members.writeTo(new JsonObjectWriter(generator));
            generator.writeEndObject();
        });
    }

    public void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    /** Written as JSON null where there is none: a reader need not tell what is missing from what is not there. */
    public void textOrNull(String name, @Nullable String value) throws IOException {
        json.writeStringField(name, value);
    }

    public void name(String name, @Nullable WireName value) throws IOException {
        text(name, value == null ? null : value.wire());
    }

    public void time(String name, @Nullable Instant value) throws IOException {
        text(name, value == null ? null : value.toString());
    }

    public void integer(String name, @Nullable Integer value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    public void number(String name, long value) throws IOException {
        json.writeNumberField(name, value);
    }

    public void number(String name, double value) throws IOException {
        json.writeNumberField(name, value);
    }

    public void flag(String name, boolean value) throws IOException {
        json.writeBooleanField(name, value);
    }

    /** A flag that is only written when it is raised. */
    public void flagIfSet(String name, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(name, true);
        }
    }

    /** Any JSON; JSON null is written, Java's null is left out. */
    public void tree(String name, @Nullable JsonNode value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeTree(value);
        }
    }

    /** An array of strings; one that is empty is left out. */
    public void texts(String name, List<String> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
    }

    public void object(String name, Members members) throws IOException {
        json.writeObjectFieldStart(name);
        members.writeTo(this);
        json.writeEndObject();
    }

    /** An array of objects. */
    public <T> void objects(String name, Iterable<T> elements, ElementMembers<T> members) throws IOException {
        json.writeArrayFieldStart(name);
        for (T element : elements) {
            json.writeStartObject();
            members.writeTo(this, element);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The members of one object in an array. */
    @FunctionalInterface
    public interface ElementMembers<T> {
        void writeTo(JsonObjectWriter object, T element) throws IOException;
    }
}
