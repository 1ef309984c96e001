package io.downlink.cli;

import static io.downlink.cli.EventText.place;

import io.downlink.cli.DeadLetterTopic.Place;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

/** Looks through what nobody could read, and writes it once more where it came from. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | show | replay)",
        description =
                "Looks through the records that nobody could read, and writes them once more where they came from.")
@SuppressWarnings("NullAway.Init") // picocli sets the specification before a command runs
final class DeadLettersCommand {
    private final Clock clock = Clock.systemUTC();

    @Spec
    private CommandSpec spec;

    @Command(
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Tells them, oldest first, a line each.")
    int list(
            @Mixin KafkaOptions kafka,
            @Option(
                            names = "--from",
                            paramLabel = "PT1H|TIME",
                            converter = PointInTime.Converter.class,
                            description = "Only those since then: a time, or how long ago.")
                    @Nullable
                    PointInTime from,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            converter = AtLeastOne.class,
                            description = "At most so many: ${DEFAULT-VALUE}.")
                    long limit) {
        Instant now = clock.instant();
        List<DeadLetter> letters = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
            new DeadLetterTopic(consumer, kafka).read(since(from, now), letter -> {
                letters.add(letter);
                return letters.size() <= limit;
            });
        }
        letters.stream()
                .limit(limit)
                .sorted(Comparator.comparing(DeadLetter::time))
                .forEach(letter -> out().println(DeadLetterText.line(letter, now)));
        if (letters.size() > limit) {
            out().println("there are more: --limit, --from");
        }
        return ExitStatus.DONE;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Shows one with its headers and its body: as text where it is text, else in hexadecimal.")
    int show(
            @Mixin KafkaOptions kafka,
            @Parameters(paramLabel = "PLACE", description = "As list tells it, or short: 2@17.") String place) {
        try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
            DeadLetter letter = new DeadLetterTopic(consumer, kafka).at(parsed(place));
            DeadLetterText.lines(letter, clock.instant()).forEach(out()::println);
        }
        return ExitStatus.DONE;
    }

    @Command(
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Writes some or all once more to the topics they came from: key, value and headers as they were.",
                "What has expired is told and left out: a command's deadline, or an hour after it was found unreadable."
            },
            exitCodeListHeading = "Exit status:%n",
            exitCodeList = {
                "0:all of them were written, or would be",
                "1:Kafka cannot be reached or refuses",
                "2:the command line cannot be understood",
                "4:some were left out"
            })
    int replay(
            @Mixin KafkaOptions kafka,
            @Parameters(paramLabel = "PLACE", arity = "0..*", description = "As list tells it, or short: 2@17.")
                    @Nullable
                    List<String> places,
            @Option(names = "--all", description = "All that are there.") boolean all,
            @Option(
                            names = "--from",
                            paramLabel = "PT1H|TIME",
                            converter = PointInTime.Converter.class,
                            description = "With --all: only those since then.")
                    @Nullable
                    PointInTime from,
            @Option(
                            names = "--new-deadline",
                            paramLabel = "PT1H|TIME",
                            converter = PointInTime.Converter.class,
                            description = "Write this deadline into the commands, expired or not.")
                    @Nullable
                    PointInTime newDeadline,
            @Option(names = "--dry-run", description = "Only say what would be done.") boolean dryRun) {
        List<Place> chosen =
                places == null ? List.of() : places.stream().map(this::parsed).toList();
        if (all == !chosen.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give the places of dead letters, or --all");
        }
        Instant now = clock.instant();
        Instant deadline = newDeadline == null ? null : newDeadline.after(now);
        try (Consumer<byte[], byte[]> consumer = kafka.consumer();
                Producer<byte[], byte[]> producer = kafka.producer()) {
            DeadLetterTopic topic = new DeadLetterTopic(consumer, kafka);
            Replaying replaying = new Replaying(dryRun ? null : producer, deadline, now);
            if (all) {
                topic.read(since(from, now), replaying::replay);
            } else {
                chosen.stream().map(topic::at).forEach(replaying::replay);
            }
            return replaying.leftOut == 0 ? ExitStatus.DONE : ExitStatus.NOT_EXECUTED;
        }
    }

    private static @Nullable Instant since(@Nullable PointInTime from, Instant now) {
        return from == null ? null : from.before(now);
    }

    private Place parsed(String place) {
        return DeadLetterTopic.place(place)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "'%s' is no place of a dead letter, such as downlink.dead-letters[2]@17 or 2@17"
                                .formatted(place)));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** One after the other, a line each. */
    private final class Replaying {
        private final @Nullable Producer<byte[], byte[]> producer;
        private final @Nullable Instant deadline;
        private final Instant now;
        private int leftOut;

        Replaying(@Nullable Producer<byte[], byte[]> producer, @Nullable Instant deadline, Instant now) {
            this.producer = producer;
            this.deadline = deadline;
            this.now = now;
        }

        boolean replay(DeadLetter letter) {
            switch (Replay.of(letter, deadline, now)) {
                case Replay.Again replayed -> out().println(written(letter, replayed));
                case Replay.LeftOut left -> {
                    leftOut++;
                    out().println("left out      %s  %s".formatted(letter.place(), left.why()));
                }
            }
            return true;
        }

        private String written(DeadLetter letter, Replay.Again replayed) {
            String topic = replayed.record().topic();
            if (producer == null) {
                return RecordText.oneLine("would replay  %s  to %s".formatted(letter.place(), topic));
            }
            try {
                RecordMetadata sent = producer.send(replayed.record()).get();
                return RecordText.oneLine("replayed      %s  to %s"
                        .formatted(letter.place(), place(sent.topic(), sent.partition(), sent.offset())));
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted", e);
            }
        }
    }
}
