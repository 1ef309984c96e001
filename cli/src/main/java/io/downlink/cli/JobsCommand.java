package io.downlink.cli;

import static io.downlink.cli.EventText.line;
import static io.downlink.cli.EventText.place;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.jobs.DeviceJobReader;
import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.Completed;
import io.downlink.contracts.jobs.JobEvent.Forecast;
import io.downlink.contracts.jobs.JobEvent.Recurring;
import io.downlink.contracts.jobs.JobEventReader;
import io.downlink.contracts.jobs.JobRequestType;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.Topics;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs jobs over many devices. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Runs jobs over many devices, and tells how they go.")
@SuppressWarnings("NullAway.Init") // picocli sets the specification before a command runs
final class JobsCommand {
    @Spec
    private CommandSpec spec;

    @Command(
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Calls a method on every device for which a condition holds, and tells how it goes to its end.",
                "A request that is repeated is not told of again: ./downlink jobs watch JOBID tells how its job goes."
            },
            exitCodeListHeading = "Exit status:%n",
            exitCodeList = {
                "0:it has run and succeeded on every device; --dry-run: it was told; --no-wait: the request was written",
                "1:Kafka cannot be reached or refuses",
                "2:the command line cannot be understood",
                "3:it has run, and failed on some devices",
                "4:it has not run: failed, cancelled or invalid",
                "6:it has not ended in time; it goes on"
            })
    int schedule(
            @Mixin KafkaOptions kafka,
            @Parameters(paramLabel = "JOBID", description = "Letters, digits and -, new in the hub.") String jobId,
            @Parameters(
                            paramLabel = "PAYLOAD",
                            arity = "0..1",
                            description = "The method's: any JSON; none if left out.")
                    @Nullable
                    String payload,
            @Option(
                            names = "--where",
                            required = true,
                            paramLabel = "CONDITION",
                            description = "What stands behind WHERE in an IoT Hub query, or '*' for every device.")
                    String condition,
            @Option(names = "--method", required = true, paramLabel = "NAME", description = "The method's name.")
                    String method,
            @Mixin JobTerms terms,
            @Option(names = "--dry-run", description = "Tell what it would come to, and run nothing.") boolean dryRun,
            @Option(
                            names = "--wait",
                            negatable = true,
                            defaultValue = "true",
                            fallbackValue = "true",
                            description = "Wait for its end, or to hear when a recurring one runs first; or do not.")
                    boolean wait,
            @Option(
                            names = "--timeout",
                            paramLabel = "PT1H",
                            defaultValue = "PT1H",
                            description = "How long to wait for its end: ${DEFAULT-VALUE}.")
                    Duration timeout)
            throws InterruptedException {
        JobRequestType type = dryRun ? JobRequestType.DRY_RUN : JobRequestType.SCHEDULE;
        String request = JobRequests.method(type, jobId, condition, method, payload(payload), terms);
        try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
            List<TopicPartition> events = kafka.partitions(consumer, Topics.JOB_EVENTS);
            consumer.assign(events);
            consumer.endOffsets(events).forEach(consumer::seek); // before the request: its events come after it
            Source source = send(kafka, consumer, jobId, request);
            if (!wait) {
                return ExitStatus.DONE;
            }
            Optional<JobEvent> end = awaitEnd(consumer, source, timeout);
            if (end.isEmpty()) {
                out().println(silence(jobId, timeout));
            }
            return end.map(JobsCommand::exitStatus).orElse(ExitStatus.NO_OUTCOME);
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Takes a job back that does not run yet.")
    int cancel(
            @Mixin KafkaOptions kafka,
            @Parameters(paramLabel = "JOBID", description = "As it was scheduled.") String jobId)
            throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
            var _ = send(kafka, consumer, jobId, JobRequests.cancel(jobId));
        }
        out().println("what becomes of it: ./downlink jobs watch " + jobId);
        return ExitStatus.DONE;
    }

    @Command(
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Follows one job from its beginning, or from now on all of them, until Ctrl-C.")
    int watch(
            @Mixin KafkaOptions kafka,
            @Parameters(paramLabel = "JOBID", arity = "0..1", description = "All if it is left out.") @Nullable
                    String jobId,
            @Option(names = "--json", description = "Each record as a JSON object, with its place and headers.")
                    boolean json,
            @Option(
                            names = "--max-records",
                            paramLabel = "N",
                            defaultValue = "9223372036854775807",
                            converter = AtLeastOne.class,
                            description = "End after so many lines.",
                            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
                    long recordsMax) {
        try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
            List<TopicPartition> partitions = Stream.of(Topics.JOB_EVENTS, Topics.DEVICE_JOBS)
                    .flatMap(topic -> kafka.partitions(consumer, topic).stream())
                    .toList();
            new Following(
                            record -> jobId == null || jobId.equals(jobOf(record)),
                            json ? RecordText::json : RecordText::line,
                            recordsMax)
                    .follow(consumer, partitions, jobId != null, out());
        }
        return ExitStatus.DONE;
    }

    /** Writes a request, and says where it stands. */
    private Source send(KafkaOptions kafka, Consumer<?, ?> consumer, String jobId, String request)
            throws InterruptedException {
        kafka.partitions(consumer, Topics.JOBS);
        try (Producer<byte[], byte[]> producer = kafka.producer()) {
            RecordMetadata sent = producer.send(new ProducerRecord<>(Topics.JOBS, utf8(jobId), utf8(request)))
                    .get();
            out().println(line("sent", jobId) + "  " + place(sent.topic(), sent.partition(), sent.offset()));
            return new Source(sent.topic(), sent.partition(), sent.offset());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
        }
    }

    /**
     * Tells every event about the request at {@code source} up to the final one, or to the one that tells when a
     * recurring job, which has no end of its own, runs first; empty if that does not come in time.
     */
    private Optional<JobEvent> awaitEnd(Consumer<byte[], byte[]> consumer, Source source, Duration patience) {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); left > 0; left = giveUpAt - System.nanoTime()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofNanos(left))) {
                Optional<JobEvent> event = JobEventReader.read(record.value())
                        .filter(read -> read.about().source().equals(source));
                event.map(JobText::of).ifPresent(out()::println);
                if (event.filter(read -> read.isFinal() || read instanceof Recurring)
                        .isPresent()) {
                    return event;
                }
            }
        }
        return Optional.empty();
    }

    private static int exitStatus(JobEvent end) {
        return switch (end) {
            case Completed completed when completed.devices().failed() > 0 -> ExitStatus.DEVICE_REFUSED;
            case Completed _, Forecast _, Recurring _ -> ExitStatus.DONE;
            case JobEvent _ -> ExitStatus.NOT_EXECUTED;
        };
    }

    private static @Nullable String jobOf(ConsumerRecord<byte[], byte[]> record) {
        return JobEventReader.read(record.value())
                .map(event -> event.about().id().jobId())
                .or(() -> DeviceJobReader.read(record.value())
                        .map(outcome -> outcome.job().jobId()))
                .orElse(null);
    }

    private @Nullable JsonNode payload(@Nullable String payload) {
        if (payload == null) {
            return null;
        }
        try {
            return ExactJson.read(utf8(payload)).tree();
        } catch (JsonProcessingException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "PAYLOAD is not JSON: %s (text stands in quotes: '\"text\"')".formatted(payload),
                    e);
        }
    }

    private static String silence(String jobId, Duration timeout) {
        return line("silence", jobId)
                + ("  no end within %s; is an orchestrator running? A repeat is not told of again."
                                + " What becomes of the job: ./downlink jobs watch %s")
                        .formatted(timeout, jobId);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
