package io.downlink.service.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpansTest {
    private static final TraceContext SENT =
            new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Spans spans = new Spans(
            SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build()
                    .get("test"),
            () -> {});

    @Test
    void shouldLeaveARequestInItsTraceWhenThereAreNone() {
        for (RequestMeta request : new RequestMeta[] {request(SENT), request(null)}) {
            assertThat(Spans.within(Spans.none().process(request, "plant"), request))
                    .isEqualTo(request);
        }
    }

    @Test
    void shouldEndASpanWhoseWorkIsNotWantedAnyMore() {
        // when
        spans.call(SENT, "plant", "get", () -> Uni.createFrom().nothing())
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .cancel();
        // then
        assertThat(ended().getStatus().getDescription()).isEqualTo("cancelled");
    }

    @Test
    void shouldEndASpanWhoseCallIsWrongInItself() {
        // when
        assertThatThrownBy(() -> spans.call(SENT, "plant", "get", () -> {
                    throw new IllegalArgumentException("no such job");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        // then
        assertThat(ended().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(ended().getStatus().getDescription()).isEqualTo("IllegalArgumentException");
    }

    private SpanData ended() {
        assertThat(exporter.getFinishedSpanItems()).hasSize(1);
        return exporter.getFinishedSpanItems().getFirst();
    }

    private static RequestMeta request(@Nullable TraceContext trace) {
        return new RequestMeta(
                Instant.EPOCH, new Source("downlink.jobs", 0, 17), RequestedBy.NOBODY, null, "v1:00", trace);
    }
}
