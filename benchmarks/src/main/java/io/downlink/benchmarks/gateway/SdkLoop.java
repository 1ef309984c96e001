package io.downlink.benchmarks.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.credential.AzureSasCredential;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionString;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import io.downlink.contracts.commands.CommandEventWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a team writes that has no Downlink: a consumer that calls {@link DirectMethodsClient} for each command and writes
 * what came back. It keeps no order, repeats nothing, and says nothing of doubt.
 *
 * <p>A program of its own. Arguments: bootstrap servers, a {@link Style}, how many calls at once, the hub's connection
 * string, the hub's HTTPS port.
 */
final class SdkLoop {
    static final String COMMANDS = "sdk-loop.commands";
    static final String EVENTS = "sdk-loop.events";
    static final String READY = "sdk loop ready";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How the SDK is used. */
    enum Style {
        /** As in the SDK's samples: a client of a connection string, one call after the other. */
        ONE_BY_ONE("loop as in the samples"),
        /** The samples' client in a pool of threads. */
        THREADS("the same on threads"),
        /** One token for all calls, a virtual thread for each, and as many kept connections as calls. */
        TUNED("tuned loop");

        private final String label;

        Style(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        /** A connection string names no port. */
        boolean needsStandardPort() {
            return this != TUNED;
        }
    }

    private final DirectMethodsClient client;
    private final KafkaProducer<byte[], byte[]> producer;

    private SdkLoop(DirectMethodsClient client, KafkaProducer<byte[], byte[]> producer) {
        this.client = client;
        this.producer = producer;
    }

    static void main(String[] args) throws InterruptedException {
        Style style = Style.valueOf(args[1]);
        int inFlight = Integer.parseInt(args[2]);
        SdkLoop loop = new SdkLoop(
                client(style, args[3], Integer.parseInt(args[4])),
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", args[0], "linger.ms", 0),
                        new ByteArraySerializer(),
                        new ByteArraySerializer()));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", args[0], "group.id", "sdk-loop-" + style, "auto.offset.reset", "latest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(COMMANDS));
            while (consumer.assignment().isEmpty()) {
                consumer.poll(POLL);
            }
            consumer.assignment().forEach(consumer::position);
            System.out.println(READY);
            switch (style) {
                case ONE_BY_ONE -> loop.oneByOne(consumer);
                case THREADS -> loop.concurrently(consumer, inFlight, Executors.newFixedThreadPool(inFlight));
                case TUNED -> loop.concurrently(consumer, inFlight, Executors.newVirtualThreadPerTaskExecutor());
            }
        }
    }

    private static DirectMethodsClient client(Style style, String connectionString, int httpsPort) {
        return switch (style) {
            case ONE_BY_ONE, THREADS -> new DirectMethodsClient(connectionString);
            case TUNED -> {
                IotHubConnectionString hub =
                        IotHubConnectionStringBuilder.createIotHubConnectionString(connectionString);
                String token = new IotHubServiceSasToken(hub).toString();
                yield new DirectMethodsClient(hub.getHostName() + ":" + httpsPort, new AzureSasCredential(token));
            }
        };
    }

    private void oneByOne(KafkaConsumer<byte[], byte[]> consumer) {
        while (true) {
            consumer.poll(POLL).forEach(this::carryOut);
        }
    }

    private void concurrently(KafkaConsumer<byte[], byte[]> consumer, int inFlight, ExecutorService threads)
            throws InterruptedException {
        Semaphore places = new Semaphore(inFlight);
        while (true) {
            for (ConsumerRecord<byte[], byte[]> command : consumer.poll(POLL)) {
                places.acquire();
                threads.execute(() -> {
                    try {
                        carryOut(command);
                    } finally {
                        places.release();
                    }
                });
            }
        }
    }

    private void carryOut(ConsumerRecord<byte[], byte[]> record) {
        try {
            JsonNode command = JSON.readTree(record.value());
            JsonNode method = command.path("method");
            DirectMethodRequestOptions options = DirectMethodRequestOptions.builder()
                    .payload(JSON.convertValue(method.path("payload"), Map.class))
                    .methodConnectTimeoutSeconds(0)
                    .methodResponseTimeoutSeconds(30)
                    .build();
            long from = System.nanoTime();
            String end;
            int status = 0;
            try {
                DirectMethodResponse result = client.invoke(
                        command.path("deviceId").asText(), method.path("name").asText(), options);
                status = result.getStatus();
                end = "completed";
            } catch (IotHubException | IOException e) {
                end = "failed";
            }
            double hubMs = (System.nanoTime() - from) / 1e6;
            tell(record, command.path("commandId").asText(), end, status, hubMs);
        } catch (IOException e) {
            throw new IllegalStateException("No command: " + record, e);
        }
    }

    private void tell(ConsumerRecord<byte[], byte[]> record, String commandId, String end, int status, double hubMs) {
        ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(
                EVENTS,
                record.partition(),
                record.key(),
                JSON.createObjectNode()
                        .put("commandId", commandId)
                        .put("status", status)
                        .put("hubMs", hubMs)
                        .toString()
                        .getBytes(UTF_8));
        event.headers().add("ce_type", (CommandEventWriter.TYPE_PREFIX + end).getBytes(UTF_8));
        var _ = producer.send(event);
    }
}
