package io.downlink.gateway.tracing;

import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.Source;
import io.downlink.hub.HubException;
import io.downlink.service.hubs.HubReasons;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Follows commands with spans of OpenTelemetry: one for each command, within it one for each call to a hub. Names and
 * attributes are those of its semantic conventions for messaging where these have some; device and command id are
 * attributes, of which a trace may have any number of values.
 */
final class SpanTracing implements Tracing {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";

    private final Tracer tracer;
    private final Runnable end;
    private final Map<Source, Span> open = new ConcurrentHashMap<>();

    /** @param end sends what is still to be sent */
    SpanTracing(Tracer tracer, Runnable end) {
        this.tracer = tracer;
        this.end = end;
    }

    @Override
    public ReadResult received(ReadResult request) {
        if (!(request instanceof Accepted(Command command, RequestMeta meta))) {
            return request;
        }
        CommandId id = command.id();
        Span span = tracer.spanBuilder("process " + meta.source().topic())
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(parent(meta))
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", meta.source().topic())
                .setAttribute(
                        "messaging.destination.partition.id",
                        Integer.toString(meta.source().partition()))
                .setAttribute("messaging.kafka.offset", meta.source().offset())
                .setAttribute("downlink.hub", id.hub())
                .setAttribute("downlink.device_id", id.deviceId())
                .setAttribute("downlink.command_id", id.commandId())
                .startSpan();
        open.put(meta.source(), span);
        return new Accepted(command, meta.within(contextOf(span)));
    }

    @Override
    public <T> Uni<T> call(RequestMeta command, String hub, String operation, Supplier<Uni<T>> call) {
        Span span = tracer.spanBuilder("hub " + operation)
                .setSpanKind(SpanKind.CLIENT)
                .setParent(parent(command))
                .setAttribute("downlink.hub", hub)
                .startSpan();
        try {
            return call.get().onTermination().invoke((_, failure, cancelled) -> end(span, failure, cancelled));
        } catch (RuntimeException wrongCall) {
            end(span, wrongCall, false);
            throw wrongCall;
        }
    }

    @Override
    public void told(CommandEvent event) {
        Span span = open.get(event.about().source());
        if (span != null) {
            span.setAttribute("downlink.event", event.name());
            span.setAttribute("downlink.attempts", event.about().attempts());
        }
    }

    @Override
    public void ended(ConsumerRecord<?, ?> record) {
        Span span = open.remove(new Source(record.topic(), record.partition(), record.offset()));
        if (span != null) {
            span.end();
        }
    }

    @Override
    public void close() {
        end.run();
    }

    /** How many commands are followed now. */
    int open() {
        return open.size();
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

    private static Context parent(RequestMeta meta) {
        TraceContext trace = meta.trace();
        return trace == null ? Context.root() : W3C.extract(Context.root(), trace, Getter.INSTANCE);
    }

    private static TraceContext contextOf(Span span) {
        Map<String, String> headers = new HashMap<>();
        W3C.inject(
                Context.root().with(span),
                headers,
                (into, name, value) -> Objects.requireNonNull(into).put(name, value));
        return new TraceContext(Objects.requireNonNull(headers.get(TRACEPARENT)), headers.get(TRACESTATE));
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
