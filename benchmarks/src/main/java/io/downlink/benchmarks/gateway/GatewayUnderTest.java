package io.downlink.benchmarks.gateway;

import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.MeasuredProcess;
import io.downlink.benchmarks.Pause;
import io.downlink.benchmarks.emulator.HubUnderTest;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The packaged gateway as a process of its own. */
record GatewayUnderTest(MeasuredProcess process, HttpClient http, URI metrics) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A hub that is never called. */
    static final List<String> NO_HUB = List.of(
            "-Ddownlink.hubs.default.connection-string=HostName=hub.invalid;SharedAccessKeyName=service;SharedAccessKey=bm9uZQ==");

    /** Settings for the emulator. */
    static List<String> at(HubUnderTest hub) {
        return List.of(
                "-Ddownlink.hubs.default.connection-string=" + hub.serviceConnectionString(),
                "-Ddownlink.hubs.default.https-port=" + HubUnderTest.HTTPS_PORT,
                "-Ddownlink.hubs.default.ca-file=" + hub.caFile());
    }

    /** @param settings of the gateway, its hub among them, as options of its JVM */
    static GatewayUnderTest start(
            Checkout checkout, KafkaUnderTest kafka, List<String> jvmOptions, List<String> settings) {
        int port = freePort();
        List<String> command = Checkout.java(jvmOptions);
        command.addAll(List.of(
                "-Dsun.net.http.retryPost=false",
                "-Dhttp.maxConnections=1000",
                "-Dkafka.bootstrap.servers=" + kafka.bootstrapServers(),
                "-Dquarkus.http.port=" + port));
        command.addAll(settings);
        command.addAll(List.of("-jar", checkout.service("command-gateway").toString()));
        GatewayUnderTest gateway = new GatewayUnderTest(
                MeasuredProcess.start(command, checkout.results().resolve("gateway.log"), "Listening on"),
                HttpClient.newHttpClient(),
                URI.create("http://127.0.0.1:" + port + "/q/metrics"));
        gateway.awaitTakenOver(Topics.spec(Topics.COMMANDS).partitions());
        return gateway;
    }

    /** Waits until it has taken over so many partitions. */
    private void awaitTakenOver(int partitions) {
        if (!Pause.until(() -> sum("downlink_take_over_seconds_count") >= partitions, PATIENCE)) {
            throw new IllegalStateException("The gateway did not take its partitions over in " + PATIENCE);
        }
    }

    /** What a metric counts, over all its labels that contain a text. */
    double sum(String name, String label) {
        return scrape().lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    double sum(String name) {
        return sum(name, "");
    }

    /** Its heap without what nobody needs any more, in bytes. */
    long liveHeapBytes() {
        try {
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return (long) sum("jvm_memory_used_bytes", "area=\"heap\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String scrape() {
        try {
            return http.send(
                            HttpRequest.newBuilder(metrics)
                                    .header("accept", "text/plain")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        http.close();
    }
}
