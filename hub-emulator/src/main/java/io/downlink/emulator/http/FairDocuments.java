package io.downlink.emulator.http;

import io.downlink.emulator.query.Document;
import io.downlink.emulator.query.Documents;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Documents that let others work meanwhile. A virtual thread that only computes keeps its processor: without this a few
 * queries over a million twins would hold up everything else that runs on virtual threads.
 */
record FairDocuments(Documents documents) implements Documents {
    private static final int AT_ONCE = 1_000;

    @Override
    public Stream<Document> after(@Nullable String key) {
        return documents.after(key).peek(new Turn());
    }

    /** One query's turn. */
    private static final class Turn implements Consumer<Document> {
        private int taken;

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // yielding is no hint to a virtual thread: the next one runs
        public void accept(Document document) {
            if (++taken % AT_ONCE == 0) {
                Thread.yield();
            }
        }
    }
}
