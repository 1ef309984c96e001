package io.downlink.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.simulator.record.DeviceRecord;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as a process, as others start it. */
class MainIT {
    private static final String ADDRESS = "127.44.0.2";

    /** The application's own, without what tests add. */
    private static final String CLASS_PATH = String.join(File.pathSeparator, "target/classes", "target/lib/*");

    @TempDir
    private static Path data;

    private static HubEmulator hub;

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void startHub() {
        hub = HubEmulator.start(EmulatorSettings.at(ADDRESS, data));
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void shouldConnectThoseThatAreNotToStayOfflineAndEndOnASignal() throws Exception {
        // when
        Process simulator = simulate(
                hub.connectionString("registryReadWrite"),
                hub.caFile(),
                "--devices",
                "pump-1..pump-5",
                "--offline",
                "pump-4");
        awaitOutput("ready 4 devices");
        simulator.destroy();

        // then
        assertThat(simulator.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(output()).containsExactly("registered 5 devices, offline: pump-4", "ready 4 devices");
        assertThat(errors()).isEmpty();
        assertThat(Files.readAllLines(DeviceRecord.path(directory, "pump-1")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"connected\""),
                        line -> assertThat(line).contains("\"disconnected\""));
        assertThat(DeviceRecord.path(directory, "pump-4")).doesNotExist();
    }

    @Test
    void shouldEndByItselfWhenItIsOnlyToRegister() throws Exception {
        Process simulator = simulate(
                hub.connectionString("registryReadWrite"), hub.caFile(), "--devices", "shy-1,shy-2", "--register-only");

        assertThat(exit(simulator)).isZero();
        assertThat(output()).containsExactly("registered 2 devices", "ready 0 devices");
    }

    @Test
    void shouldEndWithOneLineWhenThePolicyKeyIsWrong() throws Exception {
        String wrong =
                "HostName=%s;SharedAccessKeyName=registryReadWrite;SharedAccessKey=bm90IHRoZSBrZXk=".formatted(ADDRESS);

        Process simulator = simulate(wrong, hub.caFile(), "--devices", "pump-1");

        assertThat(exit(simulator)).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("https://127.44.0.2:8443", "Unauthorized");
    }

    @Test
    void shouldEndWithOneLineWhenTheHubIsNotThere() throws Exception {
        String elsewhere = hub.connectionString("registryReadWrite").replace(ADDRESS, "127.44.0.3");

        Process simulator = simulate(elsewhere, hub.caFile(), "--devices", "pump-1");

        assertThat(exit(simulator)).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("https://127.44.0.3:8443", "Connection refused");
    }

    @Test
    void shouldEndWithOneLineWhenTheHubIsNotTrusted() throws Exception {
        Process simulator = simulate(hub.connectionString("registryReadWrite"), null, "--devices", "pump-1");

        assertThat(exit(simulator)).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("https://127.44.0.2:8443", "certification path");
    }

    @Test
    void shouldEndWithOneLineWhenTheCommandLineIsWrong() throws Exception {
        Process simulator = simulate(hub.connectionString("registryReadWrite"), hub.caFile(), "--devices", "pump#1");

        assertThat(exit(simulator)).isEqualTo(2);
        assertThat(errors()).singleElement().asString().contains("pump#1");
    }

    @Test
    void shouldTakeTheHubFromTheEnvironment() throws Exception {
        Process simulator = start(
                Map.of("DOWNLINK_SIMULATOR_HUB", hub.connectionString("registryReadWrite")),
                List.of("--ca-file", hub.caFile().toString(), "--devices", "quiet-1", "--register-only"));

        assertThat(exit(simulator)).isZero();
        assertThat(output()).contains("registered 1 devices");
    }

    @Test
    void shouldNotShowTheKeyOfTheEnvironmentInItsHelp() throws Exception {
        Process help =
                start(Map.of("DOWNLINK_SIMULATOR_HUB", hub.connectionString("registryReadWrite")), List.of("--help"));

        assertThat(exit(help)).isZero();
        assertThat(output())
                .anyMatch(line -> line.contains("DOWNLINK_SIMULATOR_HUB"))
                .noneMatch(line -> line.contains("SharedAccessKey"));
    }

    @Test
    void shouldAskForAHubWhereNoneIsGiven() throws Exception {
        Process simulator = start(Map.of(), List.of("--devices", "pump-1"));

        assertThat(exit(simulator)).isEqualTo(2);
        assertThat(errors()).singleElement().asString().contains("--hub");
    }

    private Process simulate(String hubConnectionString, @Nullable Path caFile, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--hub", hubConnectionString));
        if (caFile != null) {
            arguments.addAll(List.of("--ca-file", caFile.toString()));
        }
        arguments.addAll(List.of(more));
        return start(Map.of(), arguments);
    }

    private Process start(Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                CLASS_PATH,
                Main.class.getName(),
                "--https-port",
                "8443",
                "--record-dir",
                directory.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static int exit(Process process) throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended by itself").isTrue();
        return process.exitValue();
    }

    private void awaitOutput(String line) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(output()).contains(line));
    }

    private List<String> output() throws IOException {
        return Files.readAllLines(directory.resolve("out"));
    }

    private List<String> errors() throws IOException {
        return Files.readAllLines(directory.resolve("err"));
    }
}
