package io.downlink.cli;

import io.downlink.contracts.topics.TopicAdmin;
import io.downlink.contracts.topics.TopicSpec;
import io.downlink.contracts.topics.Topics;
import io.downlink.contracts.topics.TopicsUnavailableException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks after the topics that Downlink uses. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(check | create | list)",
        description = "Looks after the topics that Downlink uses.")
@SuppressWarnings("NullAway.Init") // picocli sets these before a subcommand runs
final class TopicsCommand {
    /** They have the same number of partitions, whatever it is. */
    private static final Set<String> OF_COMMANDS = Set.of(Topics.COMMANDS, Topics.COMMAND_EVENTS, Topics.COMMAND_LOG);

    @Spec
    private CommandSpec spec;

    @Command(mixinStandardHelpOptions = true, description = "Says what each topic lacks; exit status 1 if one does.")
    int check(@Mixin KafkaOptions kafka) {
        return withAdmin(kafka, admin -> {
            List<String> shortfalls = admin.check(Topics.all());
            shortfalls.forEach(out()::println);
            if (!shortfalls.isEmpty()) {
                return ExitStatus.KAFKA;
            }
            out().println("%d topics are as they must be".formatted(Topics.all().size()));
            return ExitStatus.DONE;
        });
    }

    @Command(mixinStandardHelpOptions = true, description = "Creates the topics that are missing.")
    int create(
            @Mixin KafkaOptions kafka,
            @Option(
                            names = "--partitions",
                            paramLabel = "N",
                            converter = AtLeastOne.class,
                            description = "Of commands, their events and log: as they are by default.")
                    @Nullable
                    Long partitions) {
        List<TopicSpec> wanted = Topics.all().stream()
                .map(topic -> partitions != null && OF_COMMANDS.contains(topic.name())
                        ? topic.withPartitions(Math.toIntExact(partitions))
                        : topic)
                .toList();
        return withAdmin(kafka, admin -> {
            List<String> created = admin.create(wanted);
            for (TopicSpec topic : wanted) {
                out().println(
                                created.contains(topic.name())
                                        ? "created  " + describe(topic)
                                        : "exists   " + topic.name());
            }
            return ExitStatus.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Tells which topics there are, and what each needs; asks nobody.")
    int list() {
        Topics.all().forEach(topic -> out().println(describe(topic)));
        return ExitStatus.DONE;
    }

    private static String describe(TopicSpec topic) {
        return "%-24s %2d %s, %s, records up to %d bytes"
                .formatted(
                        topic.name(),
                        topic.partitions(),
                        topic.singlePartition() ? "partition " : "partitions",
                        kept(topic),
                        topic.maxMessageBytes());
    }

    private static String kept(TopicSpec topic) {
        return switch (topic.cleanup()) {
            case DELETE -> "%d days, delete".formatted(topic.retention().toDays());
            case COMPACT -> "compact";
        };
    }

    private static int withAdmin(KafkaOptions kafka, ToIntFunction<TopicAdmin> work) {
        try (Admin admin = Admin.create(kafka.config())) {
            return work.applyAsInt(new TopicAdmin(admin, kafka.timeout()));
        } catch (TopicsUnavailableException e) {
            if (e.getCause() instanceof java.util.concurrent.TimeoutException
                    || e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw kafka.unreachable(e);
            }
            throw e;
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
