package io.downlink.benchmarks.emulator;

import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import io.downlink.benchmarks.MeasuredProcess;
import io.vertx.core.net.PemTrustOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The packaged emulator as a process of its own, started as {@code ./downlink hub} does.
 *
 * @param address where it listens
 * @param caFile whom its clients trust
 * @param log what it printed; its policies' connection strings are in it
 */
record HubUnderTest(String address, Path caFile, Path log, MeasuredProcess process) implements AutoCloseable {
    static final int HTTPS_PORT = 8443;
    static final int AMQPS_PORT = 5671;
    static final int MQTTS_PORT = 8883;

    static HubUnderTest start(Path home, String address, List<String> jvmOptions) {
        Path target = home.resolve("hub-emulator").resolve("target");
        Path dir = home.resolve("target").resolve("benchmarks");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-cp",
                target.resolve("downlink-iot-hub-emulator-0.1.0-SNAPSHOT.jar") + File.pathSeparator
                        + target.resolve("lib") + "/*",
                "io.downlink.emulator.Main",
                "--address",
                address,
                "--no-443",
                "--data",
                dir.resolve("hub").toString()));
        Path log = dir.resolve("hub.log");
        MeasuredProcess process = MeasuredProcess.start(command, log, "trustStorePassword");
        return new HubUnderTest(address, dir.resolve("hub").resolve("ca.pem"), log, process);
    }

    /** A token of the policy that may do everything, good for an hour. */
    String ownerToken() {
        return new IotHubServiceSasToken(IotHubConnectionStringBuilder.createIotHubConnectionString(printed("owner")))
                .toString();
    }

    PemTrustOptions trust() {
        return new PemTrustOptions().addCertPath(caFile.toString());
    }

    @Override
    public void close() {
        process.close();
    }

    private String printed(String what) {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.startsWith(what + " "))
                    .map(line -> line.substring(line.indexOf("HostName=")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No connection string of the " + what + " in " + log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
