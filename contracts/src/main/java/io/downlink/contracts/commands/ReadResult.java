package io.downlink.contracts.commands;

import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestMeta;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a record on {@code downlink.commands} turned out to be. */
public sealed interface ReadResult {

    /** A valid request. */
    record Accepted(CommandRequest request, RequestMeta meta) implements ReadResult {}

    /**
     * A request for a device that can be told, but not a valid one: nothing is sent.
     *
     * @param id as far as it could be read; a {@code commandId} of more than 128 characters is replaced by the default
     * @param type null where it is missing or unknown
     * @param problems all that is wrong with it, at least one
     */
    record Refused(CommandId id, @Nullable CommandType type, RequestMeta meta, List<Problem> problems)
            implements ReadResult {
        public Refused {
            problems = List.copyOf(problems);
        }

        /** What is told upstream. A malformed cancel is refused: it ends nothing, whatever command it names. */
        public CommandEvent toEvent(Instant time) {
            CommandEvent.About about = CommandEvent.About.of(meta, id, type, time, 0);
            return type == CommandType.CANCEL
                    ? new CommandEvent.CancelRefused(about, "It is not a valid cancel: " + problemsInWords())
                    : new CommandEvent.Invalid(about, problems);
        }

        private String problemsInWords() {
            return problems.stream()
                    .map(problem -> problem.field() + " " + problem.message())
                    .collect(Collectors.joining("; "));
        }
    }

    /**
     * Not even a device id can be read from it: it belongs into {@code downlink.dead-letters}, bytes unchanged.
     *
     * @param cause one line that says what it is instead, without its content
     */
    record Unreadable(String cause) implements ReadResult {}
}
