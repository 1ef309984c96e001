package io.downlink.cli;

import io.downlink.contracts.topics.TopicsUnavailableException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one line what went wrong; with {@code --debug} the stack trace follows. A defect always shows its own. */
final class OneLineErrors implements IExecutionExceptionHandler {
    private final BooleanSupplier debug;

    OneLineErrors(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) throws Exception {
        switch (e) {
            case CliException known -> tell(commandLine, known);
            case InterruptException interrupted -> throw interrupted;
            case KafkaException _, TopicsUnavailableException _ -> tell(commandLine, e);
            default -> throw e;
        }
        return e instanceof CliException known ? known.exitStatus() : ExitStatus.KAFKA;
    }

    private void tell(CommandLine commandLine, Exception e) {
        Throwable cause = e instanceof CliException ? null : e.getCause(); // of a wrong address it alone tells
        commandLine.getErr().println("downlink: " + e.getMessage() + (cause == null ? "" : ": " + cause.getMessage()));
        if (debug.getAsBoolean()) {
            e.printStackTrace(commandLine.getErr());
        }
    }
}
