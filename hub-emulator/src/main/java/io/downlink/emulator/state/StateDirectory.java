package io.downlink.emulator.state;

import io.downlink.emulator.files.FileFailure;
import io.downlink.emulator.hub.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A directory that holds what a hub must not forget. What was appended to its journal is there at the next start,
 * however the process ended.
 */
public final class StateDirectory implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(StateDirectory.class);

    /** A journal of this size is read in about a second. */
    private static final long JOURNAL_BYTES_MAX = 64L << 20;

    /** A snapshot is written again when the journal has this many times its size: work stays in proportion. */
    private static final int JOURNAL_TO_SNAPSHOT = 2;

    private final StateLock lock;
    private final StateFiles files;
    private final long journalBytesMax;
    private final ExecutorService compaction = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("hub-state").factory());
    private final AtomicReference<@Nullable SavedState> saved;
    private final FileJournal journal;

    private StateDirectory(StateLock lock, StateFiles files, boolean sync, long journalBytesMax) throws IOException {
        this.lock = lock;
        this.files = files;
        this.journalBytesMax = journalBytesMax;
        Generations.Contents contents = files.generations().contents();
        long number = contents.next();
        SavedState state = files.read(contents, number, true);
        this.saved = new AtomicReference<>(state);
        files.generations().deleteUnfinished();
        long snapshotBytes = files.write(number, state);
        this.journal = FileJournal.create(files.generations(), files.codec(), number, sync, this::compactLater);
        journal.continueElsewhereAt(bound(snapshotBytes));
    }

    /**
     * Reads what is there, and shortens it.
     *
     * @throws StateException if another hub uses the directory, or something in it is damaged
     */
    public static StateDirectory open(StateSettings settings) {
        return open(settings.directory(), settings.sync(), JOURNAL_BYTES_MAX);
    }

    static StateDirectory open(Path directory, boolean sync, long journalBytesMax) {
        try {
            Files.createDirectories(directory, OwnerOnly.directory(directory));
            StateLock lock = StateLock.take(directory);
            try {
                StateFiles files = new StateFiles(new Generations(directory), new ChangeCodec());
                return new StateDirectory(lock, files, sync, journalBytesMax);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StateException("cannot use the state directory " + directory + ": " + FileFailure.reason(e), e);
        }
    }

    /**
     * What was remembered when the directory was opened. It can be taken once, and is not kept: it may be large.
     *
     * @throws IllegalStateException if it was taken before
     */
    public SavedState takeSaved() {
        SavedState state = saved.getAndSet(null);
        if (state == null) {
            throw new IllegalStateException("the saved state was taken before");
        }
        return state;
    }

    /** Where the hub writes what it accepts from now on. */
    public Journal journal() {
        return journal;
    }

    /** Has the reason when a change could not be written; the journal takes none any more. */
    public CompletableFuture<String> lost() {
        return journal.lost();
    }

    /** Gives the directory back; a hub that goes on can write nothing more. */
    @Override
    public void close() {
        try {
            journal.close();
            compaction.shutdown();
            // Half a snapshot counts as none, but two hubs must not write one.
            if (!compaction.awaitTermination(1, TimeUnit.MINUTES)) {
                LOGGER.warn("state: a snapshot is still being written");
            }
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compactLater(long number) {
        compaction.execute(() -> compact(number));
    }

    /** Works on closed files alone, so nobody waits for it. */
    private void compact(long number) {
        try {
            SavedState state = files.read(files.generations().contents(), number, false);
            long snapshotBytes = files.write(number, state);
            journal.continueElsewhereAt(bound(snapshotBytes));
            LOGGER.debugf("state: snapshot written number=%d bytes=%d", number, snapshotBytes);
        } catch (IOException | RuntimeException e) {
            // Nothing is lost: the files that it was to replace are all there.
            LOGGER.errorf(e, "state: no snapshot written number=%d", number);
            journal.continueElsewhereAt(2 * journalBytesMax);
        }
    }

    private long bound(long snapshotBytes) {
        return Math.max(journalBytesMax, JOURNAL_TO_SNAPSHOT * snapshotBytes);
    }
}
