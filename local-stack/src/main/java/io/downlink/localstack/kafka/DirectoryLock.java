package io.downlink.localstack.kafka;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second broker out of a directory.
 *
 * <p>Kafka's own lock comes too late where metadata and data share a directory: the second controller has recovered,
 * and truncated, the metadata log of the first one by then, whose raft thread reads it without end afterwards.
 */
record DirectoryLock(FileChannel file) implements AutoCloseable {

    /** @throws IOException with a line for a person, if another broker holds it */
    static DirectoryLock take(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel file =
                FileChannel.open(directory.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return new DirectoryLock(file);
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            file.close();
            throw new IOException("another broker of this process uses it", heldByThisProcess);
        }
        file.close();
        throw new IOException("another broker uses it");
    }

    /** Closing the file gives the lock back. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
