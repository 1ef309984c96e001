package io.downlink.benchmarks.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.KafkaUnderTest;
import io.downlink.benchmarks.Repetition;
import io.downlink.benchmarks.ServiceUnderTest;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Timing;
import io.downlink.contracts.commands.CommandEventWriter;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandType;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a gateway takes to learn which commands of a partition have ended, and what it costs to know that. */
@Command(
        name = "restore",
        description = "Taking a partition over with very many commands in the window of repeats.",
        mixinStandardHelpOptions = true)
public final class RestoreBenchmark implements Callable<Integer> {
    private static final Duration WRITTEN_OVER = Duration.ofMinutes(50); // of the window of an hour
    private static final String DIGEST = "v1:" + "2cf24dba5fb0a30e26e83b2ac5b9e29e".repeat(2);

    @Option(names = "--commands", defaultValue = "1000000", description = "In one partition: ${DEFAULT-VALUE}")
    private int commands;

    @Mixin
    private Repetition repetition = new Repetition();

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ours();
        try (KafkaUnderTest broker = KafkaUnderTest.start(checkout, Service.COMMAND_GATEWAY)) {
            TakenOver without = takeOver(checkout, broker, 0);
            long bytes = writeEvents(broker);
            System.out.printf("%,d events in one partition, %,d bytes each%n", commands, bytes / commands);
            for (int i = 0; i < repetition.times(); i++) {
                TakenOver with = takeOver(checkout, broker, commands);
                System.out.printf(
                        "  events read in %.2f s, partition taken over in %.2f s; heap %,d MB more (%.0f bytes each),"
                                + " CPU %.1f s more, resident %,d MB%n",
                        with.readSeconds(),
                        with.seconds(),
                        (with.heapBytes() - without.heapBytes()) >> 20,
                        (with.heapBytes() - without.heapBytes()) / (double) commands,
                        with.cpu().minus(without.cpu()).toMillis() / 1e3,
                        with.residentBytes() >> 20);
            }
        }
        return 0;
    }

    private record TakenOver(double readSeconds, double seconds, Duration cpu, long heapBytes, long residentBytes) {}

    private TakenOver takeOver(Checkout checkout, KafkaUnderTest broker, int known) {
        try (ServiceUnderTest gateway =
                GatewayUnderTest.start(checkout, broker, repetition.jvmOptions("-Xmx512m"), GatewayUnderTest.NO_HUB)) {
            int restored = (int) gateway.sum("downlink_repeats_commands");
            if (restored != known) {
                throw new IllegalStateException("%d commands are known instead of %d".formatted(restored, known));
            }
            Duration cpu = gateway.process().cpu();
            return new TakenOver(
                    gateway.sum("downlink_take_over_events_seconds_max"),
                    gateway.sum("downlink_take_over_seconds_max"),
                    cpu,
                    gateway.liveHeapBytes(),
                    gateway.process().residentBytes());
        }
    }

    /** @return how many bytes their values have */
    private long writeEvents(KafkaUnderTest broker) {
        CommandEventWriter writer =
                new CommandEventWriter(Topics.COMMAND_EVENTS, CommandEventWriter.GATEWAY, Integer.MAX_VALUE);
        Instant first = Instant.now().minus(WRITTEN_OVER);
        long bytes = 0;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < commands; i++) {
                var event = writer.write(
                        completed(i, first.plus(WRITTEN_OVER.multipliedBy(i).dividedBy(commands))));
                bytes += event.value().length;
                var _ = producer.send(event);
            }
        }
        return bytes;
    }

    private static CommandEvent completed(int number, Instant time) {
        About about = new About(
                time,
                new CommandId(
                        "default",
                        "pump-" + number % 10_000,
                        null,
                        UUID.randomUUID().toString()),
                CommandType.DIRECT_METHOD,
                1,
                new Source(Topics.COMMANDS, 0, number),
                new RequestedBy("/ops", null, "e-" + number, null),
                null,
                DIGEST,
                false);
        return new Completed(
                about, 200, JsonNodeFactory.instance.objectNode().put("result", "done"), new Timing(3.1, 41.7, 46.0));
    }
}
