package io.downlink.contracts.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.json.WireName;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One object of a request, read field by field. A field that is null is a field left out.
 *
 * <p>What cannot be read is told to the {@link Problems}, and the fallback stands in for it: a request with problems is
 * never carried out, so nobody sees the stand-in.
 */
public final class Fields {
    private final Place place;
    private final ObjectNode object;
    private final Problems problems;

    public Fields(Place place, ObjectNode object, Problems problems) {
        this.place = place;
        this.object = object;
        this.problems = problems;
    }

    /** Tells of every field that this place does not know. */
    public void refuseUnknown() {
        object.properties().forEach(member -> {
            if (!place.knows(member.getKey())) {
                problem(member.getKey(), member.getValue(), place.unknown(member.getKey()));
            }
        });
    }

    /** Tells that a field does not belong where it stands. */
    public void refuse(String name, String message) {
        JsonNode written = value(name);
        if (written != null) {
            problem(name, written, message);
        }
    }

    /** The field as it is written, null where it is left out. */
    public @Nullable JsonNode value(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** Tells if the field is left out. */
    public void required(String name) {
        if (value(name) == null) {
            problem(name, "is required");
        }
    }

    /** A nested object that must be there; null, and told, where it is not. */
    public @Nullable Fields object(String name, Place inner) {
        JsonNode value = value(name);
        if (value instanceof ObjectNode nested) {
            Fields fields = new Fields(inner, nested, problems);
            fields.refuseUnknown();
            return fields;
        }
        required(name);
        if (value != null) {
            problem(name, value, "must be an object with " + String.join(", ", inner.names()));
        }
        return null;
    }

    public String required(String name, TextRule rule) {
        required(name);
        String text = text(name, rule);
        return text == null ? "" : text;
    }

    public @Nullable String text(String name, TextRule rule) {
        String text = text(name);
        if (text != null && !rule.accepts(text)) {
            problem(name, object.path(name), "must be " + rule.description());
            return null;
        }
        return text;
    }

    public @Nullable String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            problem(
                    name,
                    value,
                    value.isNumber() ? "must be a string: write \"%s\"".formatted(value) : "must be a string");
            return null;
        }
        return value.textValue();
    }

    public <E extends Enum<E> & WireName> @Nullable E choice(String name, E[] choices) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        for (E choice : choices) {
            if (choice.wire().equals(value.textValue())) {
                return choice;
            }
        }
        problem(name, value, "must be " + names(choices));
        return null;
    }

    public <E extends Enum<E> & WireName> E choice(String name, E[] choices, E fallback) {
        E choice = choice(name, choices);
        return choice == null ? fallback : choice;
    }

    public <E extends Enum<E> & WireName> @Nullable E requiredChoice(String name, E[] choices) {
        if (value(name) == null) {
            problem(name, "is required: " + names(choices));
        }
        return choice(name, choices);
    }

    public int integer(String name, Limits.IntRange range, int fallback) {
        JsonNode value = value(name);
        if (value == null) {
            return fallback;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || !range.contains(value.intValue())) {
            problem(name, value, "must be an integer, " + range);
            return fallback;
        }
        return value.intValue();
    }

    public @Nullable Duration duration(String name, Limits.DurationRange range) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        Duration duration = WireTime.duration(value);
        if (duration == null) {
            problem(name, value, WireTime.durationRemedy(value));
            return null;
        }
        if (!range.contains(duration)) {
            problem(name, value, "must be " + range);
            return null;
        }
        return duration;
    }

    public @Nullable Instant instant(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        Instant instant = WireTime.instant(value);
        if (instant == null) {
            problem(name, value, WireTime.instantRemedy(value));
        }
        return instant;
    }

    /** Tells what is wrong with a field of this object. */
    public void problem(String name, JsonNode written, String message) {
        problems.add(place.path(name), written, message);
    }

    /** Tells what is wrong with a field of this object whose value is better not shown. */
    public void problem(String name, String message) {
        problems.add(place.path(name), (String) null, message);
    }

    private static String names(WireName[] choices) {
        return Arrays.stream(choices)
                .map(choice -> '"' + choice.wire() + '"')
                .collect(Collectors.joining(", "))
                .replaceFirst(", (?=[^,]*$)", " or ");
    }
}
