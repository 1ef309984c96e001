package io.downlink.benchmarks.emulator;

import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.MeasuredProcess;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The packaged emulator as a process of its own, started as {@code ./downlink hub} does.
 *
 * @param address where it listens
 * @param caFile whom its clients trust
 * @param log what it printed; its policies' connection strings are in it
 */
public record HubUnderTest(String address, Path caFile, Path log, MeasuredProcess process) implements AutoCloseable {
    public static final int HTTPS_PORT = 8443;
    static final int AMQPS_PORT = 5671;
    static final int MQTTS_PORT = 8883;
    private static final int STANDARD_PORT = 443;

    /** @param arguments of the emulator, besides where it listens and keeps its files */
    public static HubUnderTest start(
            Checkout checkout, String address, List<String> jvmOptions, List<String> arguments) {
        Path data = checkout.results().resolve("hub");
        List<String> command = Checkout.java(jvmOptions);
        command.addAll(List.of(
                "-cp",
                checkout.classPath("hub-emulator", "downlink-iot-hub-emulator"),
                "io.downlink.emulator.Main",
                "--address",
                address,
                "--data",
                data.toString()));
        command.addAll(arguments);
        Path log = checkout.results().resolve("hub.log");
        MeasuredProcess process = MeasuredProcess.start(command, log, "trustStorePassword");
        return new HubUnderTest(address, data.resolve("ca.pem"), log, process);
    }

    /** Whether it also listens at the one port that clients with a connection string know. */
    public boolean hasStandardPort() {
        try (Socket _ = new Socket(address, STANDARD_PORT)) {
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Of the policy that services use. */
    public String serviceConnectionString() {
        return printed("service");
    }

    /** What a service needs to know of it, as options of its JVM. */
    public List<String> settings() {
        return List.of(
                "-Ddownlink.hubs.default.connection-string=" + serviceConnectionString(),
                "-Ddownlink.hubs.default.https-port=" + HTTPS_PORT,
                "-Ddownlink.hubs.default.ca-file=" + caFile);
    }

    /** A trust store for other JVMs, whose password is "downlink". */
    public Path trustStore() {
        return caFile.resolveSibling("trust.p12");
    }

    /** A token of the policy that may do everything, good for an hour. */
    public String ownerToken() {
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
