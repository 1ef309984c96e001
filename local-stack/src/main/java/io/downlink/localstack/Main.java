package io.downlink.localstack;

import io.downlink.localstack.stack.StackException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The launcher's other half: runs the stack. */
@Command(
        name = "downlink",
        subcommands = {DemoCommand.class, UpCommand.class, DevicesCommand.class, CampaignCommand.class},
        mixinStandardHelpOptions = true,
        description = "Runs Downlink on this machine: Kafka, the hub, the services and a small fleet.")
final class Main {
    static final int CANNOT_RUN = 1;
    private static final int USAGE = 2;

    /** Kafka's clients have much to say while processes come and go; the root logger is held so that its level stays. */
    private static final Logger ROOT = Logger.getLogger("");

    private Main() {}

    static void main(String[] args) {
        ROOT.setLevel(Level.OFF);
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, _) -> {
                    e.getCommandLine().getErr().println("downlink: " + e.getMessage());
                    return USAGE;
                })
                .setExecutionExceptionHandler((e, commandLine, _) -> {
                    if (e instanceof StackException) {
                        commandLine.getErr().println("downlink: " + e.getMessage());
                        return CANNOT_RUN;
                    }
                    throw e; // a defect: picocli shows it whole
                })
                .execute(args));
    }
}
