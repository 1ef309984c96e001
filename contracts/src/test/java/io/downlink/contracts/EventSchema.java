package io.downlink.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One event's schema in a file of many, under {@code $defs}.
 *
 * @param file in {@link JsonSchemas#FOLDER}
 * @param event as it is written, {@code cancel-refused}
 */
public record EventSchema(String file, String event) {

    /** Holds it against everything that was written of this event: all of it is valid, and no field is forgotten. */
    public void assertDescribes(List<String> written) {
        assertThat(written)
                .isNotEmpty()
                .allSatisfy(json -> assertThat(errors(json)).as(json).isEmpty());
        List<Set<String>> names = written.stream().map(EventSchema::names).toList();
        assertThat(properties()).isEqualTo(union(names));
        assertThat(required()).isEqualTo(intersection(names));
    }

    /** What the schema has against the JSON text. */
    public List<String> errors(String json) {
        return JsonSchemas.errors(file + "#/$defs/" + camelCase(), json);
    }

    /** The fields that it describes, those of what it builds upon first. */
    public Set<String> properties() {
        Set<String> properties = new TreeSet<>();
        chain().forEach(part -> part.path("properties").fieldNames().forEachRemaining(properties::add));
        return properties;
    }

    /** The fields that it describes itself, but for those that every event has. */
    public List<String> ownProperties() {
        List<String> own = new ArrayList<>();
        chain().getLast().path("properties").fieldNames().forEachRemaining(own::add);
        own.removeAll(List.of("event", "final"));
        return own;
    }

    private Set<String> required() {
        Set<String> required = new TreeSet<>();
        chain().forEach(part -> part.path("required").forEach(name -> required.add(name.textValue())));
        return required;
    }

    /** What it builds upon, and itself last. */
    private List<JsonNode> chain() {
        List<JsonNode> chain = new ArrayList<>();
        JsonNode root = JsonSchemas.tree(file);
        for (JsonNode part = root.at("/$defs/" + camelCase());
                !part.isMissingNode();
                part = root.at(part.at("/allOf/0/$ref").asText("#/$defs/-").substring(1))) {
            chain.addFirst(part);
        }
        return chain;
    }

    /** {@code cancel-refused} is {@code cancelRefused}. */
    private String camelCase() {
        StringBuilder name = new StringBuilder();
        for (String word : event.split("-", -1)) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    private static Set<String> names(String json) {
        return JsonTexts.tree(json).properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static Set<String> union(List<Set<String>> sets) {
        Set<String> all = new TreeSet<>();
        sets.forEach(all::addAll);
        return all;
    }

    private static Set<String> intersection(List<Set<String>> sets) {
        Set<String> common = union(sets);
        sets.forEach(common::retainAll);
        return common;
    }
}
