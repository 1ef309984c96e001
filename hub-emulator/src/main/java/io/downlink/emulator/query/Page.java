package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of an answer.
 *
 * @param rows empty only if the whole answer is
 * @param continuation fetches the next page; null: this is the last
 */
public record Page(List<ObjectNode> rows, @Nullable String continuation) {
    /** Copies the rows. */
    public Page {
        rows = List.copyOf(rows);
    }

    /**
     * Takes a page out of an answer.
     *
     * @param question what is asked; a continuation of another question is refused
     * @param size at most so many rows, 1 or more
     * @param continuation what came with the page before; null: the first page
     * @throws IllegalArgumentException if the continuation is not one of this question's
     */
    public static Page of(String question, Answer answer, int size, @Nullable String continuation) {
        Continuation start =
                continuation == null ? Continuation.start(question) : Continuation.parse(continuation, question);
        // One row more than asked for tells whether another page follows.
        List<Row> rows =
                answer.from(start.delivered(), start.after()).limit(size + 1L).toList();
        List<Row> delivered = rows.subList(0, Math.min(size, rows.size()));
        return new Page(
                delivered.stream().map(Row::content).toList(),
                rows.size() <= size
                        ? null
                        : start.next(size, delivered.getLast().key()).toString());
    }

    /** All rows, in an order that stays. */
    public interface Answer {
        /**
         * The rows that are left.
         *
         * @param delivered how many came before
         * @param after the key of the last of them; null: none, or it had no key
         */
        Stream<Row> from(int delivered, @Nullable String after);
    }
}
