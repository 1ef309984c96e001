package io.downlink.gateway;

import static io.downlink.testsupport.TraceCollector.hex;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.gateway.world.EmulatorHub;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicReader;
import io.downlink.testsupport.TopicWriter;
import io.downlink.testsupport.TraceCollector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged gateway and a collector of traces. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class TracesIT {
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String SENDERS_SPAN = "b7ad6b7169203331";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Kafka kafka;

    TracesIT(Kafka kafka) {
        this.kafka = kafka;
        KafkaWithTopics.createTopics(kafka);
    }

    @Test
    void shouldLeadFromTheRecordThroughTheCallToTheEvent() throws Exception {
        try (TraceCollector collector = TraceCollector.start();
                HubEmulator hub = EmulatorHub.emulator("127.78.0.6")) {
            TestDevice.connected(hub, "traced");
            Map<String, String> config = Map.of(
                    "kafka.bootstrap.servers", kafka.bootstrapServers(),
                    "downlink.hubs.default.connection-string", hub.connectionString("service"),
                    "downlink.hubs.default.https-port", Integer.toString(hub.httpsPort()),
                    "downlink.hubs.default.ca-file", hub.caFile().toString(),
                    "downlink.traces.endpoint", collector.endpoint());
            try (PackagedService gateway = PackagedService.start(config).ready();
                    TopicReader events = new TopicReader(kafka, Topics.COMMAND_EVENTS)) {
                // when
                send();
                // then
                ConsumerRecord<byte[], byte[]> event =
                        events.await(1, TracesIT::isOfTheCommand).getFirst();
                String traceparent =
                        new String(event.headers().lastHeader("traceparent").value(), UTF_8);
                assertThat(traceparent)
                        .matches("00-" + TRACE_ID + "-[0-9a-f]{16}-01")
                        .doesNotContain(SENDERS_SPAN);
                String span = traceparent.substring(36, 52);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(collector.exported())
                                .contains(TRACE_ID, SENDERS_SPAN, span, hex("hub method"), hex("command-gateway")));
                gateway.stop();
                gateway.exitStatus();
            }
        }
    }

    private void send() {
        try (TopicWriter sender = new TopicWriter(kafka, Topics.COMMANDS)) {
            sender.send(new ProducerRecord<>(
                    Topics.COMMANDS,
                    null,
                    "traced".getBytes(UTF_8),
                    """
                    {"commandId": "traced-1", "deviceId": "traced", "type": "direct-method", "method": {"name": "reboot"}}""".getBytes(UTF_8),
                    List.of(new RecordHeader(
                            "traceparent", ("00-" + TRACE_ID + "-" + SENDERS_SPAN + "-01").getBytes(UTF_8)))));
        }
    }

    private static boolean isOfTheCommand(ConsumerRecord<byte[], byte[]> event) {
        return new String(event.value(), UTF_8).contains("\"commandId\":\"traced-1\"");
    }
}
