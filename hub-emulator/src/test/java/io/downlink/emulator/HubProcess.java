package io.downlink.emulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The emulator as a process of its own, which a test can kill. */
final class HubProcess implements AutoCloseable {
    private final Process process;

    private HubProcess(Process process) {
        this.process = process;
    }

    /** Starts it at the standard ports of an address, and returns when it is ready. */
    static HubProcess start(String address, String... arguments) {
        try {
            Process process = launch(address, arguments);
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = out.readLine(); line == null || !line.startsWith("Java"); line = out.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("the hub has ended: "
                            + new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            Thread.ofVirtual().start(() -> drain(process));
            return new HubProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it without waiting for anything. */
    static Process launch(String address, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "io.downlink.emulator.Main",
                "--no-443",
                "--address",
                address,
                "--data",
                TestHub.DATA_DIR.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    long pid() {
        return process.pid();
    }

    /** Ends it as nothing but the system can: SIGKILL. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the hub does not die");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static void drain(Process process) {
        try {
            process.getErrorStream().transferTo(System.err);
        } catch (IOException killed) {
            // and so it says no more
        }
    }
}
