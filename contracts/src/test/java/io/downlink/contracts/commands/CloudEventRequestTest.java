package io.downlink.contracts.commands;

import static io.downlink.contracts.JsonTexts.utf8;
import static io.downlink.contracts.commands.Records.READER;
import static io.downlink.contracts.commands.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestedBy;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that others write with the CloudEvents SDK, or by hand. */
class CloudEventRequestTest {
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final CloudEvent EVENT = CloudEventBuilder.v1()
            .withId("e-1")
            .withSource(URI.create("/ops"))
            .withType("io.downlink.command.request")
            .withTime(OffsetDateTime.parse("2026-12-01T09:00:00Z"))
            .withDataContentType("application/json")
            .withExtension("authid", "alice")
            .withExtension("correlationid", "shift-7")
            .withExtension("expirytime", OffsetDateTime.parse("2026-12-01T10:00:00Z"))
            .withExtension("traceparent", TRACEPARENT)
            .withData(utf8(Requests.METHOD))
            .build();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadTheSameFromBinaryAndStructuredMode(boolean structured) {
        // given
        var writer = KafkaMessageFactory.createWriter("downlink.commands");
        ProducerRecord<?, byte[]> written =
                structured ? writer.writeStructured(EVENT, JsonFormat.CONTENT_TYPE) : writer.writeBinary(EVENT);
        // when
        ReadResult result = READER.read(record("pump-17", written.value(), written.headers()));
        // then
        assertThat(result).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.request().id().commandId()).isEqualTo("e-1");
            assertThat(((CommandRequest.DirectMethod) accepted.request())
                            .terms()
                            .deadline())
                    .isEqualTo(Instant.parse("2026-12-01T10:00:00Z"));
            assertThat(accepted.meta().requestedBy()).isEqualTo(new RequestedBy("/ops", "alice", "e-1", "shift-7"));
            assertThat(accepted.meta().trace()).isEqualTo(new TraceContext(TRACEPARENT, null));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents+json",
                "application/cloudevents+json; charset=UTF-8",
                "Application/CloudEvents+JSON"
            })
    void shouldReadStructuredModeHoweverItsTypeIsWritten(String contentType) {
        // given
        String event = "{\"specversion\":\"1.0\",\"id\":\"e-1\",\"data\":%s}".formatted(Requests.METHOD);
        // when
        ReadResult result = READER.read(record("pump-17", utf8(event), "content-type", contentType));
        // then
        assertThat(result).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldNameTheFieldOfTheRequestWhenANameStandsTwiceInStructuredMode() {
        // given
        String event = "{\"id\":\"e-1\",\"data\":{\"deviceId\":\"pump-17\",\"type\":\"cancel\",\"type\":\"cancel\"}}";
        // when
        ReadResult result = READER.read(record("pump-17", utf8(event), "content-type", "application/cloudevents+json"));
        // then
        assertThat(((ReadResult.Refused) result).problems())
                .extracting(Problem::field)
                .containsExactlyInAnyOrder("type", "commandId");
    }

    @Test
    void shouldPreferTheTraceHeaderOfOpenTelemetry() {
        // given
        String other = TRACEPARENT.replace("0af7", "0af8");
        // when
        ReadResult result =
                Records.read(Requests.METHOD, "ce_traceparent", TRACEPARENT, "traceparent", other, "tracestate", "a=b");
        // then
        assertThat(((Accepted) result).meta().trace()).isEqualTo(new TraceContext(other, "a=b"));
    }

    @Test
    void shouldKnowNoTraceWhenItCannotBeRead() {
        assertThat(((Accepted) Records.read(Requests.METHOD, "traceparent", "00-0-0-0"))
                        .meta()
                        .trace())
                .isNull();
    }
}
