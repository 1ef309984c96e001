package io.downlink.emulator.state;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the records of one file, from its beginning to its end or to what a process left half written there. */
final class FrameReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final long size;
    private final InputStream in;
    private long position; // behind the last record that was whole

    /**
     * Opens a file.
     *
     * @throws StateException if another version wrote it, or if it is no such file
     */
    FrameReader(Path file) throws IOException {
        this.file = file;
        this.size = Files.size(file);
        this.in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        byte[] header = in.readNBytes(Frame.FILE_HEADER.length);
        if (Arrays.equals(header, Frame.FILE_HEADER)) {
            position = header.length;
        } else if (!isTornHeader(header)) {
            in.close();
            throw new StateException(file + " was not written by this version of the emulator: start the version that"
                    + " wrote it, or begin anew with another state directory");
        }
    }

    /**
     * The next record; null: there is none, or what follows was never wholly written.
     *
     * @throws StateException if the record is damaged
     */
    byte @Nullable [] next() throws IOException {
        byte[] header = in.readNBytes(Frame.HEADER_BYTES);
        if (header.length < Frame.HEADER_BYTES) {
            return null;
        }
        int length = Frame.contentLength(header);
        if (length < 0) {
            return nothingBut(header);
        }
        if (length > size - position - Frame.HEADER_BYTES) {
            return null;
        }
        byte[] content = in.readNBytes(length);
        long end = position + Frame.HEADER_BYTES + length;
        if (!Frame.matches(header, content)) {
            if (end >= size) {
                return null;
            }
            throw damaged("its content does not match its checksum");
        }
        position = end;
        return content;
    }

    /** Where the last whole record ends. */
    long position() {
        return position;
    }

    /** How many bytes at the end belong to a record that was never wholly written. */
    long tornBytes() {
        return size - position;
    }

    /** What to say of a record that cannot be used. */
    StateException damaged(String why) {
        return new StateException(sayDamaged(why));
    }

    /** The same, with the exception that says so. */
    StateException damaged(String why, Throwable cause) {
        return new StateException(sayDamaged(why), cause);
    }

    private String sayDamaged(String why) {
        return ("the state is damaged: the record at byte %d of %s cannot be used, %s. Restore the directory from a copy;"
                        + " or cut the file there and lose what came later: truncate -s %d %s")
                .formatted(position, file, why, position, file);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Only the first bytes of the header were written, perhaps none. */
    private static boolean isTornHeader(byte[] header) {
        return header.length < Frame.FILE_HEADER.length
                && Arrays.equals(header, Arrays.copyOf(Frame.FILE_HEADER, header.length));
    }

    /** A machine that lost its power may leave zeros where a record was to be. */
    private byte @Nullable [] nothingBut(byte[] zeros) throws IOException {
        for (byte[] rest = zeros; rest.length > 0; rest = in.readNBytes(BUFFER_BYTES)) {
            for (byte value : rest) {
                if (value != 0) {
                    throw damaged("its length does not match its checksum");
                }
            }
        }
        return null;
    }
}
