package io.downlink.localstack;

import java.nio.file.Path;

/** The checkout that this program was built in. */
final class Home {
    private static final String PROPERTY = "downlink.home";

    private Home() {}

    /** As the launcher says, otherwise the working directory. */
    static Path path() {
        return Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath();
    }

    /** A directory for what is made while running. */
    static Path target(String name) {
        return path().resolve("target").resolve(name);
    }
}
