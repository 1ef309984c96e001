package io.downlink.emulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object, read strictly: what nobody has asked for is refused in the end. */
final class Fields {
    private final String path;
    private final ObjectNode object;
    private final Set<String> known = new LinkedHashSet<>();

    Fields(ObjectNode object) {
        this("", object);
    }

    private Fields(String path, ObjectNode object) {
        this.path = path;
        this.object = object;
    }

    /** Refuses every field that was not read. */
    void nothingElse() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown field " + path + name + ": here are " + String.join(", ", known));
            }
        });
    }

    String text(String name) {
        return required(name, optionalText(name));
    }

    @Nullable
    String optionalText(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isTextual()) {
            throw bad(name, value, "it must be a text");
        }
        return value == null ? null : value.textValue();
    }

    Duration duration(String name) {
        return required(name, optionalDuration(name));
    }

    @Nullable
    Duration optionalDuration(String name) {
        String text = optionalText(name);
        try {
            return text == null ? null : Duration.parse(text);
        } catch (DateTimeParseException notADuration) {
            throw bad(name, object.get(name), "write a duration as in ISO 8601, for example PT30S or PT0.2S");
        }
    }

    @Nullable
    Integer optionalInteger(String name) {
        JsonNode value = value(name);
        if (value != null && !value.canConvertToExactIntegral()) {
            throw bad(name, value, "it must be an integer");
        }
        if (value != null && !value.canConvertToInt()) {
            throw bad(name, value, "it must be an integer of at most " + Integer.MAX_VALUE);
        }
        return value == null ? null : value.intValue();
    }

    @Nullable
    Long optionalLong(String name) {
        JsonNode value = value(name);
        if (value != null && !(value.isIntegralNumber() && value.canConvertToLong())) {
            throw bad(name, value, "it must be an integer of at most 64 bits");
        }
        return value == null ? null : value.longValue();
    }

    double number(String name, double otherwise) {
        JsonNode value = value(name);
        if (value != null && !value.isNumber()) {
            throw bad(name, value, "it must be a number");
        }
        return value == null ? otherwise : value.doubleValue();
    }

    /** One of an enum's words; null: not given. */
    <E extends Enum<E>> @Nullable E optionalWord(String name, Class<E> words) {
        String text = optionalText(name);
        return text == null ? null : word(name, text, words);
    }

    /** Several of an enum's words; empty: not given. */
    <E extends Enum<E>> List<E> words(String name, Class<E> words) {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw bad(name, value, "it must be an array of texts");
        }
        return value.valueStream().map(item -> word(name, item.asText(), words)).toList();
    }

    /** An object within this one. */
    Fields object(String name) {
        JsonNode value = required(name, value(name));
        if (value instanceof ObjectNode inner) {
            return new Fields(path + name + ".", inner);
        }
        throw bad(name, value, "it must be an object");
    }

    <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(path + name + " is missing: this kind needs it");
        }
        return value;
    }

    /** @param besides words that the caller knows itself, for the refusal */
    <E extends Enum<E>> E word(String name, String text, Class<E> words, String... besides) {
        E[] all = words.getEnumConstants();
        return Arrays.stream(all)
                .filter(word -> word.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(path + name + " " + text + ": it must be one of "
                        + Stream.concat(Arrays.stream(all).map(Enum::toString), Arrays.stream(besides))
                                .collect(Collectors.joining(", "))));
    }

    private @Nullable JsonNode value(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private IllegalArgumentException bad(String name, JsonNode value, String remedy) {
        return new IllegalArgumentException(path + name + " " + value + ": " + remedy);
    }
}
