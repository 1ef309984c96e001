package io.downlink.contracts.commands;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object in a request, the fields that it knows, and other words for them that senders are known to use. */
@SuppressWarnings("ImmutableEnumChecker") // List.of and Map.of are immutable; the check only knows Guava's
enum RequestPlace {
    REQUEST(
            "",
            List.of(
                    "commandId",
                    "deviceId",
                    "moduleId",
                    "hub",
                    "type",
                    "method",
                    "message",
                    "deadline",
                    "delivery",
                    "attemptsMax",
                    "whenOffline",
                    "priority",
                    "context"),
            Map.ofEntries(
                    Map.entry("id", "commandId"),
                    Map.entry("messageid", "commandId"),
                    Map.entry("device", "deviceId"),
                    Map.entry("module", "moduleId"),
                    Map.entry("methodname", "method.name"),
                    Map.entry("args", "method.payload"),
                    Map.entry("timeout", "method.responseTimeout"),
                    Map.entry("responsetimeoutinseconds", "method.responseTimeout"),
                    Map.entry("connecttimeoutinseconds", "method.connectTimeout"),
                    Map.entry("text", "message.bodyText"),
                    Map.entry("ttl", "deadline"),
                    Map.entry("lifetime", "deadline"),
                    Map.entry("expirytime", "deadline"),
                    Map.entry("expiresat", "deadline"),
                    Map.entry("expiry", "deadline"),
                    Map.entry("attempts", "attemptsMax"),
                    Map.entry("retries", "attemptsMax"))),
    METHOD(
            "method",
            List.of("name", "payload", "connectTimeout", "responseTimeout"),
            Map.of(
                    "methodname", "name",
                    "args", "payload",
                    "body", "payload",
                    "data", "payload",
                    "timeout", "responseTimeout",
                    "responsetimeoutinseconds", "responseTimeout",
                    "connecttimeoutinseconds", "connectTimeout",
                    "connectiontimeout", "connectTimeout")),
    MESSAGE(
            "message",
            List.of(
                    "body",
                    "bodyText",
                    "bodyBase64",
                    "contentType",
                    "correlationId",
                    "properties",
                    "ack",
                    "timeToLive"),
            Map.of(
                    "text", "bodyText",
                    "payload", "body",
                    "data", "body",
                    "base64", "bodyBase64",
                    "ttl", "timeToLive",
                    "expiry", "timeToLive",
                    "expirytime", "timeToLive",
                    "applicationproperties", "properties",
                    "messageid", "commandId"));

    private final String path;
    private final List<String> names;
    private final Map<String, String> otherWords;

    RequestPlace(String path, List<String> names, Map<String, String> otherWords) {
        this.path = path;
        this.names = names;
        this.otherWords = otherWords;
    }

    /** The fields that it knows, in the order of the documentation. */
    List<String> names() {
        return names;
    }

    boolean knows(String name) {
        return names.contains(name);
    }

    /** The path of a field from the request's top: {@code method.name}. */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** What is said about a field that this place does not know. */
    String unknown(String name) {
        String unknown = "unknown field \"%s\": ".formatted(Problems.shorten(name));
        String meant = nearest(name);
        if (meant == null) {
            return unknown + "data of your own go under \"context\"; known here are " + String.join(", ", names);
        }
        String form = meant.endsWith("Timeout") || meant.equals("timeToLive") ? ", ISO-8601 such as \"PT30S\"" : "";
        return unknown + "did you mean \"%s\"%s?".formatted(meant, form);
    }

    private @Nullable String nearest(String name) {
        String word = normal(name);
        String known = otherWords.get(word);
        if (known != null) {
            return known;
        }
        String similar = Spelling.nearest(word, names);
        return similar != null ? similar : elsewhere(word);
    }

    private static @Nullable String elsewhere(String word) {
        for (RequestPlace place : values()) {
            for (String name : place.names) {
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
