package io.downlink.contracts.commands;

import io.downlink.contracts.methods.MethodParser;
import io.downlink.contracts.requests.Place;
import java.util.List;
import java.util.Map;

/** The objects of a request on {@code downlink.commands}. */
@SuppressWarnings("ImmutableEnumChecker") // List.of and Map.of are immutable; the check only knows Guava's
enum CommandPlace implements Place {
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
    METHOD("method", MethodParser.NAMES, MethodParser.OTHER_WORDS),
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

    CommandPlace(String path, List<String> names, Map<String, String> otherWords) {
        this.path = path;
        this.names = names;
        this.otherWords = otherWords;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Map<String, String> otherWords() {
        return otherWords;
    }

    @Override
    public List<CommandPlace> all() {
        return List.of(values());
    }
}
