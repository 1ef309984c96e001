package io.downlink.gateway.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Cancelled;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.CommandRequest.Terms;
import io.downlink.contracts.commands.Delivery;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.commands.WhenOffline;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.requests.Priority;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.downlink.service.tracing.Spans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpanTracingTest {
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final Source SOURCE = new Source("downlink.commands", 3, 17);
    private static final ConsumerRecord<byte[], byte[]> RECORD =
            new ConsumerRecord<>("downlink.commands", 3, 17, new byte[0], new byte[0]);
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final TraceContext SENT = new TraceContext("00-" + TRACE_ID + "-b7ad6b7169203331-01", "vendor=1");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final SpanTracing tracing = new SpanTracing(new Spans(
            SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build()
                    .get("test"),
            () -> {}));

    @Test
    void shouldLeadFromTheRecordThroughTheCallToTheEvent() {
        // when
        RequestMeta meta = received(SENT);
        String answer = tracing.call(
                        meta, "plant", "method", () -> Uni.createFrom().item("done"))
                .await()
                .indefinitely();
        tracing.told(new Cancelled(About.of(meta, new CommandId("plant", "pump-1", null, "c-1"), null, NOW, 1)));
        tracing.ended(RECORD);
        // then
        assertThat(answer).isEqualTo("done");
        assertThat(exporter.getFinishedSpanItems())
                .satisfiesExactly(
                        call -> {
                            assertThat(call.getName()).isEqualTo("hub method");
                            assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
                            assertThat(call.getTraceId()).isEqualTo(TRACE_ID);
                            assertThat(attribute(call, "downlink.hub")).isEqualTo("plant");
                        },
                        command -> {
                            assertThat(command.getName()).isEqualTo("process downlink.commands");
                            assertThat(command.getKind()).isEqualTo(SpanKind.CONSUMER);
                            assertThat(command.getTraceId()).isEqualTo(TRACE_ID);
                            assertThat(command.getParentSpanId()).isEqualTo("b7ad6b7169203331");
                            assertThat(attribute(command, "downlink.event")).isEqualTo("cancelled");
                            assertThat(attribute(command, "downlink.command_id"))
                                    .isEqualTo("c-1");
                        });
        SpanData command = exporter.getFinishedSpanItems().getLast();
        assertThat(exporter.getFinishedSpanItems().getFirst().getParentSpanId()).isEqualTo(command.getSpanId());
        assertThat(meta.trace())
                .isEqualTo(new TraceContext("00-" + TRACE_ID + "-" + command.getSpanId() + "-01", "vendor=1"));
        assertThat(tracing.open()).isZero();
    }

    @Test
    void shouldBeginATraceWhereTheRecordTellsOfNone() {
        // when
        RequestMeta meta = received(null);
        tracing.ended(RECORD);
        // then
        SpanData command = exporter.getFinishedSpanItems().getFirst();
        assertThat(command.getParentSpanId()).isEqualTo("0000000000000000");
        assertThat(meta.trace())
                .isEqualTo(new TraceContext("00-" + command.getTraceId() + "-" + command.getSpanId() + "-01", null));
    }

    @Test
    void shouldNotFollowWhatIsNotToBeSampled() {
        // when
        RequestMeta meta = received(new TraceContext("00-" + TRACE_ID + "-b7ad6b7169203331-00", null));
        tracing.ended(RECORD);
        // then
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
        assertThat(meta.trace())
                .extracting(TraceContext::traceparent)
                .asString()
                .startsWith("00-" + TRACE_ID)
                .endsWith("-00");
    }

    @Test
    void shouldTellWhyACallFailed() {
        // given
        HubException notOnline =
                new HubException(new HubFailure.DeviceNotOnline(new HubFailure.Evidence("asleep", 404103, null)), null);
        // when
        tracing.call(received(SENT), "plant", "method", () -> Uni.createFrom().failure(notOnline))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertFailedWith(HubException.class);
        // then
        assertThat(exporter.getFinishedSpanItems()).singleElement().satisfies(call -> {
            assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(call.getStatus().getDescription()).isEqualTo("DEVICE_NOT_ONLINE");
        });
    }

    @Test
    void shouldHandTheRecordsTraceOnWhenItFollowsNothing() {
        assertThat(Tracing.OFF.received(accepted(SENT))).isEqualTo(accepted(SENT));
    }

    private RequestMeta received(@Nullable TraceContext trace) {
        return ((Accepted) tracing.received(accepted(trace))).meta();
    }

    private static ReadResult accepted(@Nullable TraceContext trace) {
        Terms terms = new Terms(NOW.plusSeconds(60), Delivery.AT_MOST_ONCE, 3, WhenOffline.FAIL, Priority.INTERACTIVE);
        DirectMethod command = new DirectMethod(
                new CommandId("plant", "pump-1", null, "c-1"),
                new Method("reboot", IntNode.valueOf(3), Duration.ZERO, Duration.ofSeconds(30)),
                terms);
        return new Accepted(command, new RequestMeta(NOW, SOURCE, RequestedBy.NOBODY, null, "v1:00", trace));
    }

    private static @Nullable String attribute(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }
}
