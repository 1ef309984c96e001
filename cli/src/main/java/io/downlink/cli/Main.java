package io.downlink.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** Reads the command line and runs what it asks for. */
@Command(
        name = "downlink",
        subcommands = {
            SendCommand.class,
            WatchCommand.class,
            TopicsCommand.class,
            JobsCommand.class,
            DeadLettersCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "Downlink 0.1.0-SNAPSHOT",
        description = "Commands devices by way of Kafka.")
final class Main {
    /** Kafka's clients tell of every attempt to connect; the root logger is held so that its level stays. */
    private static final Logger ROOT = Logger.getLogger("");

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    private Main() {}

    static void main(String[] args) {
        ROOT.setLevel(Level.OFF);
        System.exit(commandLine(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(args));
    }

    /** The whole command line, for somebody who prints elsewhere. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        Main main = new Main();
        return new CommandLine(main)
                .setOut(out)
                .setErr(err)
                .registerConverter(Duration.class, Main::timeToWait)
                .setParameterExceptionHandler((e, _) -> {
                    CommandLine command = e.getCommandLine();
                    command.getErr().println("downlink: " + e.getMessage());
                    command.getErr()
                            .println("see ./%s --help"
                                    .formatted(command.getCommandSpec().qualifiedName()));
                    return ExitStatus.USAGE;
                })
                .setExecutionExceptionHandler(new OneLineErrors(() -> main.debug));
    }

    private static Duration timeToWait(String text) {
        try {
            Duration time = Duration.parse(text);
            if (time.isPositive()) {
                return time;
            }
        } catch (DateTimeException _) {
            // told below
        }
        throw new TypeConversionException("'%s' is no time to wait: write one such as PT30S".formatted(text));
    }
}
