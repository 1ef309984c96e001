package io.downlink.contracts.cloudevents;

/** Names of Kafka record headers. */
public final class EventHeaders {
    /** What stands before an attribute's name in binary mode. */
    public static final String PREFIX = "ce_";
    /** The media type of the value; {@link #STRUCTURED_JSON} says that the whole event stands in the value. */
    public static final String CONTENT_TYPE = "content-type";
    /** OpenTelemetry's header for W3C Trace Context, without the prefix. */
    public static final String TRACEPARENT = "traceparent";
    /** OpenTelemetry's header for W3C Trace Context, without the prefix. */
    public static final String TRACESTATE = "tracestate";

    /** The media type of a value in structured mode. */
    public static final String STRUCTURED_JSON = "application/cloudevents+json";
    /** The media type of everything that Downlink writes. */
    public static final String JSON = "application/json";

    private EventHeaders() {}
}
