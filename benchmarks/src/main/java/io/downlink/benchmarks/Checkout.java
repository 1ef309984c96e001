package io.downlink.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The checkout whose packaged programs are measured.
 *
 * @param home its root
 */
public record Checkout(Path home) {
    private static final String VERSION = "0.1.0-SNAPSHOT";

    /** As the launcher says, otherwise the working directory. */
    public static Checkout ours() {
        return new Checkout(Path.of(System.getProperty("downlink.home", ".")).toAbsolutePath());
    }

    /** Where benchmarks write what they make, and what the measured programs print. */
    public Path results() {
        return home.resolve("target/benchmarks");
    }

    /** A new directory for what a program keeps while it is measured. */
    public Path scratch(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(results()), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What starts a JVM: the program, with its arguments, is to be added. */
    public static List<String> java(List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        return command;
    }

    /** The class path of a module that is a plain program. */
    public String classPath(String module, String artifact) {
        Path target = home.resolve(module).resolve("target");
        return target.resolve(artifact + "-" + VERSION + ".jar") + File.pathSeparator + target.resolve("lib") + "/*";
    }

    /** A service as Quarkus packages it. */
    public Path service(String module) {
        return home.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** The commit that is checked out, "unknown" where git does not know. */
    public String commit() {
        try {
            Process git = new ProcessBuilder("git", "-C", home.toString(), "describe", "--always", "--dirty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return commit.isEmpty() ? "unknown" : commit;
        } catch (IOException noGit) {
            return "unknown";
        }
    }
}
