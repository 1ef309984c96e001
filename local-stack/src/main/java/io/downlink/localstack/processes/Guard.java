package io.downlink.localstack.processes;

import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * Ends our processes when we are gone without having ended them ourselves: after {@code kill -9}, or a crash.
 *
 * <p>It is a shell that reads our processes' ids from a pipe, one a line, with a minus in front where one has gone. However we end, the operating system closes
 * our side of the pipe; the shell then ends every process that it was told of.
 */
final class Guard implements AutoCloseable {
    /** Asks all of them first, and kills what is still there ten seconds later. */
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=
            while read -r line; do
              case $line in
                done) exit ;;
                -*) kept=
                  for pid in $pids; do [ "-$pid" = "$line" ] || kept="$kept $pid"; done
                  pids=$kept ;;
                *) pids="$pids $line" ;;
              esac
            done
            kill $pids 2>/dev/null
            kill -CONT $pids 2>/dev/null
            for second in 1 2 3 4 5 6 7 8 9 10; do
              sleep 1
              kill -0 $pids 2>/dev/null || exit
            done
            kill -9 $pids 2>/dev/null
            """;

    private final Writer pipe;

    private Guard(Writer pipe) {
        this.pipe = pipe;
    }

    static Guard start() throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", SCRIPT)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        return new Guard(shell.outputWriter(StandardCharsets.US_ASCII));
    }

    void watch(ServiceProcess process) throws IOException {
        tell(Long.toString(process.pid()));
    }

    /** It has ended: its id may soon be another's. */
    void forget(ServiceProcess process) throws IOException {
        tell("-" + process.pid());
    }

    /** There is nothing to guard any more. */
    @Override
    public void close() throws IOException {
        try (pipe) {
            tell("done");
        }
    }

    /** Closes the pipe without a word, as the operating system does when we are gone. */
    void abandon() throws IOException {
        pipe.close();
    }

    private void tell(String line) throws IOException {
        pipe.write(line + "\n");
        pipe.flush();
    }
}
