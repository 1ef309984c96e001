package io.downlink.contracts.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.json.CanonicalJson;
import io.downlink.contracts.json.Sha256;
import java.util.Set;

/**
 * A short stand-in for what a request asks for: two requests with one identity and one digest ask for the same.
 *
 * <p>{@code v1:} and, in lower-case hex, the SHA-256 of the UTF-8 bytes of the request as written, in the form of
 * {@link CanonicalJson}, without
 *
 * <ul>
 *   <li>its members {@code deadline}, {@code priority} and {@code context}, and {@code message.timeToLive}: a sender that
 *       asks again may set them anew;
 *   <li>members of the request, of its {@code method} and its {@code message} that are null, for that means the same as
 *       leaving them out. Nulls deeper down, in the payload for one, stay.
 * </ul>
 *
 * Nothing that has a default is filled in, so a change of configuration changes no digest.
 */
public final class RequestDigest {
    private static final String VERSION = "v1:";
    private static final Set<String> RENEWABLE = Set.of("deadline", "priority", "context");
    private static final Set<String> RENEWABLE_IN_MESSAGE = Set.of("timeToLive");

    private RequestDigest() {}

    /** @param request as written, valid or not */
    public static String of(ObjectNode request) {
        ObjectNode kept = without(request, RENEWABLE);
        keepWithout(kept, "method", Set.of());
        keepWithout(kept, "message", RENEWABLE_IN_MESSAGE);
        return VERSION + Sha256.hex(CanonicalJson.of(kept));
    }

    private static void keepWithout(ObjectNode parent, String name, Set<String> dropped) {
        if (parent.get(name) instanceof ObjectNode child) {
            parent.set(name, without(child, dropped));
        }
    }

    private static ObjectNode without(ObjectNode object, Set<String> dropped) {
        ObjectNode kept = object.objectNode();
        object.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (!value.isNull() && !dropped.contains(member.getKey())) {
                kept.set(member.getKey(), value);
            }
        });
        return kept;
    }
}
