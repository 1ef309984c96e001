package io.downlink.cli;

import static io.downlink.cli.EventText.line;
import static io.downlink.cli.EventText.place;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.CancelRefused;
import io.downlink.contracts.commands.CommandEvent.Cancelled;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Conflict;
import io.downlink.contracts.commands.CommandEvent.Enqueued;
import io.downlink.contracts.commands.CommandEvent.Expired;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandEvent.Invalid;
import io.downlink.contracts.commands.CommandEvent.Parked;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.Topics;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes one command to Kafka, and waits for what becomes of it. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Calls a direct method of a device, and tells what became of it.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:the device answered with a status from 200 to 299, or --no-wait: the command was written",
            "1:Kafka cannot be reached or refuses",
            "2:the command line cannot be understood",
            "3:the device answered with another status",
            "4:it was not executed: failed, expired, cancelled, invalid or conflict",
            "5:in doubt: it may or may not have been executed",
            "6:no outcome came in time; it may still come"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class SendCommand implements Callable<Integer> {
    @Mixin
    private KafkaOptions kafka;

    @Parameters(index = "0", paramLabel = "DEVICE", description = "The device's id.")
    private String deviceId;

    @Parameters(index = "1", paramLabel = "METHOD", description = "The method's name.")
    private String method;

    @Parameters(index = "2", paramLabel = "PAYLOAD", arity = "0..1", description = "Any JSON; none if it is left out.")
    private @Nullable String payload;

    @Option(names = "--id", paramLabel = "ID", description = "The command's id; a new one if it is left out.")
    private String commandId = UUID.randomUUID().toString();

    @Option(names = "--hub", paramLabel = "NAME", description = "The hub's name in the gateway: default.")
    private @Nullable String hub;

    @Option(names = "--module", paramLabel = "ID", description = "A module of the device.")
    private @Nullable String moduleId;

    @Option(
            names = "--response-timeout",
            paramLabel = "PT30S",
            description = "How long the device may take: 5 s to 300 s.")
    private @Nullable String responseTimeout;

    @Option(names = "--deadline", paramLabel = "TIME", description = "Past it (2026-12-01T10:00:00Z) it is not sent.")
    private @Nullable String deadline;

    @Option(names = "--when-offline", paramLabel = "fail|wait", description = "What to do while the device is away.")
    private @Nullable String whenOffline;

    @Option(
            names = "--delivery",
            paramLabel = "at-most-once|at-least-once",
            description = "Whether to repeat it in doubt.")
    private @Nullable String delivery;

    @Option(names = "--priority", paramLabel = "interactive|bulk", description = "How urgent it is.")
    private @Nullable String priority;

    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Wait for what becomes of it, or do not.")
    private boolean wait = true;

    @Option(
            names = "--timeout",
            paramLabel = "PT2M",
            defaultValue = "PT2M",
            description = "How long to wait for what becomes of it: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofMinutes(2);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Request request = new Request(commandId, deviceId, method, payload(), responseTimeout, terms());
        PrintWriter out = spec.commandLine().getOut();
        try (Consumer<byte[], byte[]> consumer = kafka.consumer();
                Producer<byte[], byte[]> producer = kafka.producer()) {
            kafka.partitions(consumer, Topics.COMMANDS);
            Outcomes outcomes = Outcomes.after(consumer, kafka.partitions(consumer, Topics.COMMAND_EVENTS));
            RecordMetadata sent = write(producer, request);
            out.println(line("sent", commandId) + "  " + place(sent.topic(), sent.partition(), sent.offset()));
            if (!wait) {
                return ExitStatus.DONE;
            }
            Source source = new Source(sent.topic(), sent.partition(), sent.offset());
            Optional<CommandEvent> outcome = outcomes.await(source, timeout, event -> out.println(EventText.of(event)));
            outcome.ifPresentOrElse(event -> out.println(EventText.of(event)), () -> out.println(silence()));
            return outcome.map(SendCommand::exitStatus).orElse(ExitStatus.NO_OUTCOME);
        }
    }

    private static RecordMetadata write(Producer<byte[], byte[]> producer, Request request)
            throws InterruptedException {
        try {
            return producer.send(request.record(Topics.COMMANDS)).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
        }
    }

    private @Nullable JsonNode payload() {
        if (payload == null) {
            return null;
        }
        try {
            return ExactJson.read(payload.getBytes(StandardCharsets.UTF_8)).tree();
        } catch (JsonProcessingException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "PAYLOAD is not JSON: %s (text stands in quotes: '\"text\"')".formatted(payload),
                    e);
        }
    }

    /** What was given, as it was given: the gateway tells what is wrong with it. */
    private Map<String, String> terms() {
        Map<String, @Nullable String> all = new LinkedHashMap<>();
        all.put("hub", hub);
        all.put("moduleId", moduleId);
        all.put("deadline", deadline);
        all.put("whenOffline", whenOffline);
        all.put("delivery", delivery);
        all.put("priority", priority);
        Map<String, String> given = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            if (value != null) {
                given.put(name, value);
            }
        });
        return given;
    }

    private String silence() {
        return line("silence", commandId)
                + "  no outcome within %d s; is a gateway running? It may still come: ./downlink watch --device %s"
                        .formatted(timeout.toSeconds(), deviceId);
    }

    static int exitStatus(CommandEvent event) {
        return switch (event) {
            case Completed completed -> completed.status() / 100 == 2 ? ExitStatus.DONE : ExitStatus.DEVICE_REFUSED;
            case Enqueued _ -> ExitStatus.DONE;
            case Failed _, Expired _, Cancelled _, Invalid _, Conflict _ -> ExitStatus.NOT_EXECUTED;
            case InDoubt _ -> ExitStatus.IN_DOUBT;
            case CancelRefused _, Parked _ -> ExitStatus.NO_OUTCOME;
        };
    }
}
