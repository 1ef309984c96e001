package io.downlink.contracts.requests;

import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Who asked, as the request's CloudEvents attributes say: each is null where the request had none.
 *
 * @param source its {@code ce_source}
 * @param authid its {@code ce_authid}
 * @param eventId its {@code ce_id}: {@code ce_causationid} of every event about it
 * @param correlationId its {@code ce_correlationid}, handed on in every event about it
 */
public record RequestedBy(
        @Nullable String source,
        @Nullable String authid,
        @Nullable String eventId,
        @Nullable String correlationId) {
    /** Of a request without a CloudEvent around it. */
    public static final RequestedBy NOBODY = new RequestedBy(null, null, null, null);

    /** Writes the member {@code requestedBy} of an event. */
    public void write(JsonObjectWriter event) throws IOException {
        event.object("requestedBy", object -> {
            object.text("source", source);
            object.text("authid", authid);
            object.text("eventId", eventId);
            object.text("correlationId", correlationId);
        });
    }

    /** Reads the member {@code requestedBy} of an event. */
    public static RequestedBy read(JsonObjectReader event) {
        JsonObjectReader by = event.object("requestedBy");
        return new RequestedBy(
                by.textOrNull("source"),
                by.textOrNull("authid"),
                by.textOrNull("eventId"),
                by.textOrNull("correlationId"));
    }
}
