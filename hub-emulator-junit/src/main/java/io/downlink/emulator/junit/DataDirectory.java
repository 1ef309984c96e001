package io.downlink.emulator.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the certificates of all hubs of this JVM are: one authority for all of them, gone with the JVM. */
final class DataDirectory {
    private DataDirectory() {}

    static Path ofThisJvm() {
        return Holder.DIRECTORY;
    }

    private static Path make() {
        try {
            Path directory = Files.createTempDirectory("downlink-hub-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory), "delete " + directory));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for the hub's certificates", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }

    /** Made when it is first asked for. */
    private static final class Holder {
        private static final Path DIRECTORY = make();
    }
}
