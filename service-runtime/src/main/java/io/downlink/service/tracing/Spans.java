package io.downlink.service.tracing;

import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.topics.Service;
import io.downlink.hub.HubException;
import io.downlink.service.hubs.HubReasons;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans in the traces that requests belong to, and begins one where a request belongs to none. Names and attributes
 * are those of OpenTelemetry's semantic conventions for messaging where these have some; what tells one request from
 * another is an attribute, of which a trace may have any number of values.
 */
public final class Spans implements AutoCloseable {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";

    private final Tracer tracer;
    private final Runnable end;

    /** @param end sends what is still to be sent */
    public Spans(Tracer tracer, Runnable end) {
        this.tracer = tracer;
        this.end = end;
    }

    /** Makes none: requests go on in the part of their trace in which they came. */
    public static Spans none() {
        return new Spans(TracerProvider.noop().get("none"), () -> {});
    }

    /**
     * Sends them to a collector.
     *
     * @param endpoint such as {@code http://collector:4318}
     * @param share of the traces that begin here, 0 to 1; one that began elsewhere is followed if its beginning was
     */
    public static Spans to(URI endpoint, double share, Service service) {
        SdkTracerProvider provider = OtlpExport.to(endpoint, share, service.label());
        return new Spans(provider.get("io.downlink"), provider::close);
    }

    /** Begins the span of a record that is carried; whoever carries it ends it. */
    public Span process(RequestMeta request, String hub) {
        return tracer.spanBuilder("process " + request.source().topic())
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(contextOf(request.trace()))
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", request.source().topic())
                .setAttribute(
                        "messaging.destination.partition.id",
                        Integer.toString(request.source().partition()))
                .setAttribute("messaging.kafka.offset", request.source().offset())
                .setAttribute("downlink.hub", hub)
                .startSpan();
    }

    /** The request within a span: what is told of it, and done for it, comes from there. */
    public static RequestMeta within(Span span, RequestMeta request) {
        Map<String, String> headers = new HashMap<>();
        W3C.inject(
                Context.root().with(span),
                headers,
                (into, name, value) -> Objects.requireNonNull(into).put(name, value));
        String traceparent = headers.get(TRACEPARENT);
        return traceparent == null ? request : request.within(new TraceContext(traceparent, headers.get(TRACESTATE)));
    }

    /** One call to a hub, from now to its end. What is wrong with the call itself is thrown. */
    public <T> Uni<T> call(@Nullable TraceContext trace, String hub, String operation, Supplier<Uni<T>> call) {
        Span span = tracer.spanBuilder("hub " + operation)
                .setSpanKind(SpanKind.CLIENT)
                .setParent(contextOf(trace))
                .setAttribute("downlink.hub", hub)
                .startSpan();
        return ending(span, call);
    }

    /** Ends a span with what is done in it, and says in it how that failed. */
    public static <T> Uni<T> ending(Span span, Supplier<Uni<T>> work) {
        try {
            return work.get().onTermination().invoke((_, failure, cancelled) -> end(span, failure, cancelled));
        } catch (RuntimeException defect) {
            end(span, defect, false);
            throw defect;
        }
    }

    /** Sends what is still to be sent. */
    @Override
    public void close() {
        end.run();
    }

    private static void end(Span span, @Nullable Throwable failure, boolean cancelled) {
        if (failure instanceof HubException known) {
            span.setStatus(StatusCode.ERROR, HubReasons.of(known.failure()).wire());
        } else if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
        } else if (cancelled) {
            span.setStatus(StatusCode.ERROR, "cancelled");
        }
        span.end();
    }

    private static Context contextOf(@Nullable TraceContext trace) {
        return trace == null ? Context.root() : W3C.extract(Context.root(), trace, Getter.INSTANCE);
    }

    private enum Getter implements TextMapGetter<TraceContext> {
        INSTANCE;

        @Override
        public Iterable<String> keys(TraceContext carrier) {
            return List.of(TRACEPARENT, TRACESTATE);
        }

        @Override
        public @Nullable String get(@Nullable TraceContext carrier, String key) {
            if (carrier == null) {
                return null;
            }
            return key.equals(TRACEPARENT) ? carrier.traceparent() : carrier.tracestate();
        }
    }
}
