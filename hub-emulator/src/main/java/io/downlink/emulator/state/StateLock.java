package io.downlink.emulator.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a second hub out of a state directory, for as long as the first one or its process lives. */
final class StateLock implements AutoCloseable {
    /** Far behind the content, because some systems let nobody else read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /** The system's lock is the whole process's, and gone when any channel of the file is closed: none must be opened twice. */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private StateLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the directory, which is there.
     *
     * @throws StateException if another hub has it
     */
    static StateLock take(Path existing) throws IOException {
        Path directory = existing.toRealPath();
        if (!TAKEN.add(directory)) {
            throw taken(directory, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new StateLock(directory, lock(directory));
        } catch (IOException | RuntimeException e) {
            TAKEN.remove(directory);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        TAKEN.remove(directory);
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve("lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                OwnerOnly.file(directory));
        if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
            String holder = content(channel);
            channel.close();
            throw taken(directory, holder);
        }
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(
                Long.toString(ProcessHandle.current().pid())));
        return channel;
    }

    private static String content(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        return StandardCharsets.US_ASCII.decode(pid.flip()).toString();
    }

    private static StateException taken(Path directory, String holder) {
        return new StateException("the state directory " + directory + " belongs to a running hub"
                + (holder.isEmpty() ? "" : ", process " + holder) + ": end it, or give this hub another one");
    }
}
