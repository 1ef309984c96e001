package io.downlink.emulator.hub;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to remember of a batch of feedback.
 *
 * @param sealed when it was put together; null: it waits for further records
 * @param returns how often it came back
 */
public record BatchState(long number, @Nullable Instant sealed, int returns, List<FeedbackState> records) {
    public BatchState {
        records = List.copyOf(records);
    }
}
