package io.downlink.emulator.state;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes records to a new file; each belongs to the operating system when the call returns. Not a {@code FileChannel},
 * which an interrupt of any writing thread would close.
 */
final class FrameWriter implements AutoCloseable {
    private final RandomAccessFile file;
    private long size;

    private FrameWriter(RandomAccessFile file) {
        this.file = file;
    }

    /** Makes the file, for its owner alone: devices' keys will be in it. It is whole, or not there. */
    static FrameWriter create(Path path) throws IOException {
        Files.createFile(path, OwnerOnly.file(path));
        try {
            return begin(new FrameWriter(new RandomAccessFile(path.toFile(), "rw")));
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static FrameWriter begin(FrameWriter writer) throws IOException {
        try {
            writer.write(Frame.FILE_HEADER);
            return writer;
        } catch (IOException e) {
            writer.closeAfter(e);
            throw e;
        }
    }

    /**
     * Writes these bytes, or nothing.
     *
     * @throws IOException if they cannot be written
     */
    void write(byte[] frame) throws IOException {
        try {
            file.write(frame);
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
        size += frame.length;
    }

    long size() {
        return size;
    }

    /** Waits until the device has what was written. */
    void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** A full disk may have taken a part; what is written next must not follow it. */
    private void takeBack(IOException failure) {
        try {
            file.setLength(size);
            file.seek(size);
        } catch (IOException e) {
            failure.addSuppressed(e);
            closeAfter(failure);
        }
    }

    private void closeAfter(IOException failure) {
        try {
            file.close(); // nothing more may follow the part of a record
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
