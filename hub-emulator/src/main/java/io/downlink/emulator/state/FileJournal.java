package io.downlink.emulator.state;

import io.downlink.emulator.hub.Change;
import io.downlink.emulator.hub.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/** Appends changes to the journal's file, and goes on in another one when it has grown long. Any thread may use it. */
final class FileJournal implements Journal, AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(FileJournal.class);

    private final Generations generations;
    private final ChangeCodec codec;
    private final boolean sync;
    private final LongConsumer grown;
    private FrameWriter file; // all below is guarded by this
    private long number;
    private long bytesMax = Long.MAX_VALUE;

    /**
     * A journal without changes.
     *
     * @param number its first file's
     * @param sync whether each change is on the device when {@link #append} returns, not only with the operating system
     * @param grown is told the number of each further file; it must not wait
     */
    FileJournal(Generations generations, ChangeCodec codec, long number, boolean sync, LongConsumer grown)
            throws IOException {
        this.generations = generations;
        this.codec = codec;
        this.sync = sync;
        this.grown = grown;
        this.number = number;
        this.file = FrameWriter.create(generations.journal(number));
    }

    @Override
    public void append(Change change) {
        byte[] frame = Frame.of(codec.encode(change));
        synchronized (this) {
            try {
                file.write(frame);
                if (sync) {
                    file.force();
                }
            } catch (IOException e) {
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

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    private void goOnInAnotherFile() {
        bytesMax = Long.MAX_VALUE; // until somebody has read this one
        try {
            FrameWriter next = FrameWriter.create(generations.journal(number + 1));
            file.close();
            file = next;
            number++;
            grown.accept(number);
        } catch (IOException e) {
            LOGGER.errorf(e, "state: the journal grows on without another file number=%d", number);
        }
    }
}
