package io.downlink.benchmarks.gateway;

import io.downlink.benchmarks.MeasuredProcess;
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
import java.util.ArrayList;
import java.util.List;

/** The packaged gateway as a process of its own. Its hub is one that is never called. */
record GatewayUnderTest(MeasuredProcess process, HttpClient http, URI metrics) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String HUB = "HostName=hub.invalid;SharedAccessKeyName=service;SharedAccessKey=bm9uZQ==";

    static GatewayUnderTest start(Path home, String bootstrapServers, List<String> jvmOptions) {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-Dsun.net.http.retryPost=false",
                "-Dkafka.bootstrap.servers=" + bootstrapServers,
                "-Ddownlink.hubs.default.connection-string=" + HUB,
                "-Dquarkus.http.port=" + port,
                "-jar",
                home.resolve("command-gateway/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        Path log = home.resolve("target/benchmarks/gateway.log");
        return new GatewayUnderTest(
                MeasuredProcess.start(command, log, "Listening on"),
                HttpClient.newHttpClient(),
                URI.create("http://127.0.0.1:" + port + "/q/metrics"));
    }

    /** Waits until it has taken over so many partitions. */
    void awaitTakenOver(int partitions) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (sum("downlink_take_over_seconds_count") < partitions) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("The gateway did not take its partitions over in " + PATIENCE);
            }
            try {
                Thread.sleep(Duration.ofMillis(100));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
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
