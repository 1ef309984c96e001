package io.downlink.orchestrator;

import static io.downlink.testsupport.TraceCollector.hex;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.orchestrator.world.EmulatorHub;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicReader;
import io.downlink.testsupport.TopicWriter;
import io.downlink.testsupport.TraceCollector;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged orchestrator and a collector of traces. */
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
    void shouldLeadFromTheRecordThroughTheCallsToTheLastEventAlsoAfterACrash() {
        try (TraceCollector collector = TraceCollector.start();
                TraceCollector afterTheCrash = TraceCollector.start();
                HubEmulator hub = EmulatorHub.emulator("127.53.0.6");
                TopicReader events = new TopicReader(kafka, Topics.JOB_EVENTS)) {
            TestDevice device = TestDevice.connected(hub, "traced-1");
            device.holdAnswers();
            Map<String, String> config = new HashMap<>(EmulatorHub.config(hub));
            config.put("kafka.bootstrap.servers", kafka.bootstrapServers());
            config.put("downlink.traces.endpoint", collector.endpoint());
            String span;
            // when
            try (PackagedService first = PackagedService.start(config).ready()) {
                send();
                span = spanOf(
                        events.await(1, event -> isNamed(event, "scheduled")).getFirst());
                // then
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(collector.exported())
                                .contains(
                                        TRACE_ID,
                                        SENDERS_SPAN,
                                        span,
                                        hex("process downlink.jobs"),
                                        hex("hub schedule"),
                                        hex("job-orchestrator")));
                first.kill();
            }
            device.answerAgain();
            config.put("downlink.traces.endpoint", afterTheCrash.endpoint());
            try (PackagedService _ = PackagedService.start(config).ready()) {
                ConsumerRecord<byte[], byte[]> end =
                        events.await(1, event -> isNamed(event, "completed")).getFirst();
                assertThat(spanOf(end)).isEqualTo(span).isNotEqualTo(SENDERS_SPAN);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(afterTheCrash.exported())
                                .as("calls are within the span of the process that was killed")
                                .contains(TRACE_ID, span, hex("hub get")));
            }
        }
    }

    private void send() {
        try (TopicWriter sender = new TopicWriter(kafka, Topics.JOBS)) {
            sender.send(new ProducerRecord<>(
                    Topics.JOBS,
                    null,
                    "traced".getBytes(UTF_8),
                    """
                    {"type": "schedule", "jobId": "traced", "queryCondition": "deviceId = 'traced-1'",
                     "action": {"type": "direct-method", "method": {"name": "LockDoor"}}}""".getBytes(UTF_8),
                    List.of(new RecordHeader(
                            "traceparent", ("00-" + TRACE_ID + "-" + SENDERS_SPAN + "-01").getBytes(UTF_8)))));
        }
    }

    private static String spanOf(ConsumerRecord<byte[], byte[]> event) {
        String traceparent =
                new String(event.headers().lastHeader("traceparent").value(), UTF_8);
        assertThat(traceparent).matches("00-" + TRACE_ID + "-[0-9a-f]{16}-01");
        return traceparent.substring(36, 52);
    }

    private static boolean isNamed(ConsumerRecord<byte[], byte[]> event, String name) {
        String json = new String(event.value(), UTF_8);
        return json.contains("\"jobId\":\"traced\"") && json.contains("\"event\":\"" + name + "\"");
    }
}
