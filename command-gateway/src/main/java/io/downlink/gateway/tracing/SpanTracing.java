package io.downlink.gateway.tracing;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.Source;
import io.downlink.service.tracing.Spans;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Follows commands with spans: one for each command, within it one for each call to a hub. */
public final class SpanTracing implements Tracing {
    private final Spans spans;
    private final Map<Source, Span> open = new ConcurrentHashMap<>();

    /** @param spans closed with this */
    public SpanTracing(Spans spans) {
        this.spans = spans;
    }

    @Override
    public ReadResult received(ReadResult request) {
        if (!(request instanceof Accepted(Command command, RequestMeta meta))) {
            return request;
        }
        CommandId id = command.id();
        Span span = spans.process(meta, id.hub())
                .setAttribute("downlink.device_id", id.deviceId())
                .setAttribute("downlink.command_id", id.commandId());
        open.put(meta.source(), span);
        return new Accepted(command, Spans.within(span, meta));
    }

    @Override
    public <T> Uni<T> call(RequestMeta command, String hub, String operation, Supplier<Uni<T>> call) {
        return spans.call(command.trace(), hub, operation, call);
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
        spans.close();
    }

    /** How many commands are followed now. */
    int open() {
        return open.size();
    }
}
