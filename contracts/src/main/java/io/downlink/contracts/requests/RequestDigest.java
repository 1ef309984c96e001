package io.downlink.contracts.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.json.CanonicalJson;
import io.downlink.contracts.json.Sha256;
import java.util.Map;
import java.util.Set;

/**
 * A short stand-in for what a request asks for: two requests with one identity and one digest ask for the same.
 *
 * <p>{@code v1:} and, in lower-case hex, the SHA-256 of the UTF-8 bytes of the request as written, in the form of
 * {@link CanonicalJson}, without
 *
 * <ul>
 *   <li>what does not change what is asked for, the sender's own {@code context} for one, so that a sender that asks again
 *       may set it anew;
 *   <li>members of the request, and of the objects in it that the reader takes apart, that are null, for that means the
 *       same as leaving them out. Nulls deeper down, in a payload for one, stay.
 * </ul>
 *
 * Nothing that has a default is filled in, so a change of configuration changes no digest.
 */
public final class RequestDigest {
    /** Of requests on {@code downlink.commands}. */
    public static final RequestDigest OF_COMMANDS = new RequestDigest(Map.of(
            "", Set.of("deadline", "priority", "context"),
            "method", Set.of(),
            "message", Set.of("timeToLive")));

    /** Of requests on {@code downlink.jobs}. */
    public static final RequestDigest OF_JOBS = new RequestDigest(Map.of(
            "", Set.of("priority", "context"), "action", Set.of(), "action.method", Set.of(), "recurrence", Set.of()));

    private static final String VERSION = "v1:";

    private final Map<String, Set<String>> leftOut;

    /** @param leftOut the members that do not count, by the path of each object that the reader takes apart */
    private RequestDigest(Map<String, Set<String>> leftOut) {
        this.leftOut = leftOut;
    }

    /** @param request as written, valid or not */
    public String of(ObjectNode request) {
        return VERSION + Sha256.hex(CanonicalJson.of(kept(request, "")));
    }

    private JsonNode kept(JsonNode value, String path) {
        Set<String> dropped = leftOut.get(path);
        if (dropped == null || !(value instanceof ObjectNode object)) {
            return value;
        }
        ObjectNode kept = object.objectNode();
        object.properties().forEach(member -> {
            String name = member.getKey();
            if (!member.getValue().isNull() && !dropped.contains(name)) {
                kept.set(name, kept(member.getValue(), path.isEmpty() ? name : path + "." + name));
            }
        });
        return kept;
    }
}
