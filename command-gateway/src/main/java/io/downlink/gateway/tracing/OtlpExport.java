package io.downlink.gateway.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;

/** Sends spans to a collector by OTLP over HTTP, in batches, off the way of commands. */
public final class OtlpExport {
    private static final String SERVICE = "command-gateway";

    private OtlpExport() {}

    /**
     * Follows commands for a collector.
     *
     * @param endpoint such as {@code http://collector:4318}
     * @param share of the traces that begin here, 0 to 1; one that began elsewhere is followed if its beginning was
     */
    public static Tracing to(URI endpoint, double share) {
        String traces = endpoint.toString().replaceFirst("/+$", "") + "/v1/traces";
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint(traces)
                                .build())
                        .build())
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), SERVICE))))
                .build();
        return new SpanTracing(provider.get("io.downlink.gateway"), provider::close);
    }
}
