package io.downlink.contracts.cloudevents;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The context attributes of a CloudEvent, extensions among them. Plain JSON has none, and none is required: what is
 * missing has its default.
 *
 * @param values by name, without {@code ce_}; an attribute without a value is missing
 */
public record Attributes(Map<String, String> values) {
    public static final String SPECVERSION = "specversion";
    public static final String ID = "id";
    public static final String SOURCE = "source";
    public static final String TYPE = "type";
    public static final String SUBJECT = "subject";
    public static final String TIME = "time";
    /** Extension "expirytime": when the event has lost its meaning, RFC 3339. */
    public static final String EXPIRYTIME = "expirytime";
    /** Extension "correlation": what a group of events has in common. */
    public static final String CORRELATIONID = "correlationid";
    /** Extension "correlation": the id of the event that caused this one. */
    public static final String CAUSATIONID = "causationid";
    /** Extension "auth context": who caused the event. */
    public static final String AUTHID = "authid";

    public Attributes {
        values = Map.copyOf(values);
    }

    /** The attribute's value, null where the record has none. */
    public @Nullable String get(String name) {
        return values.get(name);
    }
}
