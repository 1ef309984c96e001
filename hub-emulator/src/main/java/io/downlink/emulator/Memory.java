package io.downlink.emulator;

import io.downlink.emulator.hub.Journal;
import io.downlink.emulator.state.SavedState;
import io.downlink.emulator.state.StateDirectory;
import io.downlink.emulator.state.StateSettings;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a hub writes what it accepts.
 *
 * @param directory null: nowhere, and it begins with nothing
 */
record Memory(Journal journal, @Nullable StateDirectory directory) implements AutoCloseable {
    /**
     * Opens the directory, if there is one.
     *
     * @param around stands before the journal
     */
    static Memory open(@Nullable StateSettings settings, UnaryOperator<Journal> around) {
        StateDirectory directory = settings == null ? null : StateDirectory.open(settings);
        return new Memory(around.apply(directory == null ? Journal.NONE : directory.journal()), directory);
    }

    /** What an earlier hub accepted; it can be taken once. */
    SavedState takeSaved() {
        return directory == null ? SavedState.empty() : directory.takeSaved();
    }

    /** Has the reason when a change could not be written, which never happens without a directory. */
    CompletableFuture<String> lost() {
        return directory == null ? new CompletableFuture<>() : directory.lost();
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
    }
}
