package io.downlink.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout under test is. */
final class Repository {

    static final Path ROOT = root();

    private Repository() {}

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("downlink"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "not inside a checkout of Downlink: " + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        return folder;
    }
}
