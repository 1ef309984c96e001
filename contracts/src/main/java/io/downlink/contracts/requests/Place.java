package io.downlink.contracts.requests;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object in a request, the fields that it knows, and other words for them that senders are known to use. */
public interface Place {
    /** Fields that hold a duration, whatever object they stand in. */
    Set<String> DURATIONS = Set.of("connectTimeout", "responseTimeout", "timeToLive", "maxExecutionTime");

    /** The path from the request's top, empty for the request itself. */
    String path();

    /** The fields that it knows, in the order of the documentation. */
    List<String> names();

    /** What other words mean, by the word in the form of {@link #normal}; a field of another object with its path. */
    Map<String, String> otherWords();

    /** Every object of the same kind of request, this one included. */
    List<? extends Place> all();

    default boolean knows(String name) {
        return names().contains(name);
    }

    /** The path of a field from the request's top: {@code method.name}. */
    default String path(String name) {
        return path().isEmpty() ? name : path() + "." + name;
    }

    /** What is said about a field that this place does not know. */
    default String unknown(String name) {
        String unknown = "unknown field \"%s\": ".formatted(Problems.shorten(name));
        String meant = nearest(name);
        if (meant == null) {
            return unknown + "data of your own go under \"context\"; known here are " + String.join(", ", names());
        }
        boolean duration = DURATIONS.contains(meant.substring(meant.lastIndexOf('.') + 1));
        return unknown + "did you mean \"%s\"%s?".formatted(meant, duration ? ", ISO-8601 such as \"PT30S\"" : "");
    }

    private @Nullable String nearest(String name) {
        String word = normal(name);
        String known = otherWords().get(word);
        if (known != null) {
            return known;
        }
        String similar = Spelling.nearest(word, names());
        return similar != null ? similar : elsewhere(word);
    }

    private @Nullable String elsewhere(String word) {
        for (Place place : all()) {
            for (String name : place.names()) {
                if (normal(name).equals(word)) {
                    return place.path(name);
                }
            }
        }
        return null;
    }

    /** Without what differs between {@code camelCase}, {@code snake_case} and {@code kebab-case}. */
    static String normal(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }
}
