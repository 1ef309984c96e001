package io.downlink.emulator.state;

import io.downlink.emulator.hub.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.jboss.logging.Logger;

/** Reads the state from its files, and writes it into a snapshot that takes their place. */
record StateFiles(Generations generations, ChangeCodec codec) {
    private static final Logger LOGGER = Logger.getLogger(StateFiles.class);

    /**
     * Puts the state together.
     *
     * @param until the first journal that is left out
     * @param lastMayBeTorn whether the last journal is one that nobody closed
     * @throws StateException if something is missing or damaged
     */
    SavedState read(Generations.Contents contents, long until, boolean lastMayBeTorn) throws IOException {
        SavedState state = SavedState.empty();
        if (contents.isEmpty()) {
            return state;
        }
        read(generations.snapshot(contents.snapshot()), state, false);
        for (long number : contents.journals()) {
            if (number < until) {
                read(generations.journal(number), state, lastMayBeTorn && number == until - 1);
            }
        }
        return state;
    }

    /**
     * Makes the state a snapshot, and deletes what it replaces.
     *
     * @return its size in bytes
     */
    long write(long number, SavedState state) throws IOException {
        Path unfinished = generations.unfinished(number);
        Files.deleteIfExists(unfinished);
        long size;
        try (FrameWriter file = FrameWriter.create(unfinished)) {
            for (Iterator<Change> changes = state.changes().iterator(); changes.hasNext(); ) {
                file.write(Frame.of(codec.encode(changes.next())));
            }
            file.force();
            size = file.size();
        }
        generations.finish(number);
        return size;
    }

    private void read(Path file, SavedState state, boolean mayBeTorn) throws IOException {
        try (FrameReader frames = new FrameReader(file)) {
            for (byte[] content = frames.next(); content != null; content = frames.next()) {
                state.apply(decode(frames, content));
            }
            if (frames.tornBytes() > 0) {
                if (!mayBeTorn) {
                    throw frames.damaged("it is not whole");
                }
                LOGGER.warnf(
                        "state: the last record was never wholly written, and is cut off file=%s offset=%d bytes=%d",
                        file, frames.position(), frames.tornBytes());
            }
        }
    }

    private Change decode(FrameReader frames, byte[] content) throws IOException {
        try {
            return codec.decode(content);
        } catch (IOException e) {
            throw frames.damaged("this version does not understand it", e);
        }
    }
}
