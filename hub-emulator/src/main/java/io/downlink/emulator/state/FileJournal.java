package io.downlink.emulator.state;

import io.downlink.emulator.hub.Change;
import io.downlink.emulator.hub.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Appends changes to the journal's file, and goes on in another one when it has grown long. After the first change that
 * cannot be written it takes none: whoever goes on would build on what the next start does not know. Any thread may use it.
 */
final class FileJournal implements Journal, AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(FileJournal.class);

    private final Generations generations;
    private final ChangeCodec codec;
    private final boolean sync;
    private final LongConsumer grown;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private FrameWriter file; // all below is guarded by this
    private long number;
    private long bytesMax = Long.MAX_VALUE;
    private @Nullable String refusal; // why nothing more is taken

    /**
     * A journal without changes.
     *
     * @param number its first file's
     * @param first its first file
     * @param sync whether each change is on the device when {@link #append} returns, not only with the operating system
     * @param grown is told the number of each further file; it must not wait
     */
    FileJournal(
            Generations generations,
            ChangeCodec codec,
            long number,
            FrameWriter first,
            boolean sync,
            LongConsumer grown) {
        this.generations = generations;
        this.codec = codec;
        this.sync = sync;
        this.grown = grown;
        this.number = number;
        this.file = first;
    }

    /** A journal with a first file that is made for it. */
    static FileJournal create(Generations generations, ChangeCodec codec, long number, boolean sync, LongConsumer grown)
            throws IOException {
        return new FileJournal(generations, codec, number, create(generations, number, sync), sync, grown);
    }

    @Override
    public void append(Change change) {
        byte[] frame = Frame.of(codec.encode(change));
        synchronized (this) {
            if (refusal != null) {
                throw new UncheckedIOException(new IOException(refusal));
            }
            try {
                file.write(frame);
                if (sync) {
                    file.force();
                }
            } catch (IOException e) {
                refuse(e);
                throw new UncheckedIOException("the state cannot be written: " + e.getMessage(), e);
            }
            if (file.size() > bytesMax) {
                goOnInAnotherFile();
            }
        }
    }

    /** Another file is to follow the present one when it has this many bytes. */
    synchronized void continueElsewhereAt(long bytes) {
        bytesMax = bytes;
    }

    /** Has the reason when a change could not be written. */
    CompletableFuture<String> lost() {
        return lost.copy();
    }

    @Override
    public synchronized void close() throws IOException {
        refusal = "the hub is closed";
        file.close();
    }

    private void refuse(IOException failure) {
        String reason = "the state could not be written, so the hub changes nothing more until it is started anew: "
                + failure.getMessage();
        refusal = reason;
        LOGGER.errorf(failure, "state: a change cannot be written, none is taken any more number=%d", number);
        lost.completeAsync(() -> reason); // who waits for it may close this
    }

    private static FrameWriter create(Generations generations, long number, boolean sync) throws IOException {
        FrameWriter created = FrameWriter.create(generations.journal(number));
        if (sync) {
            generations.force();
        }
        return created;
    }

    private void goOnInAnotherFile() {
        long bound = bytesMax;
        bytesMax = Long.MAX_VALUE; // until somebody has read this one
        try {
            FrameWriter full = file;
            file = create(generations, number + 1, sync);
            number++;
            full.close();
            grown.accept(number);
        } catch (IOException e) {
            bytesMax = bound + file.size(); // there may be room by then
            LOGGER.errorf(e, "state: the journal grows on without another file number=%d", number);
        }
    }
}
