package io.downlink.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/** A packaged service as a process of its own. */
public record ServiceUnderTest(MeasuredProcess process, HttpClient http, URI metrics) implements AutoCloseable {

    /**
     * @param module its folder
     * @param settings of the service, its hub among them, as options of its JVM
     */
    public static ServiceUnderTest start(
            Checkout checkout, String module, KafkaUnderTest kafka, List<String> jvmOptions, List<String> settings) {
        return start(checkout, module, module, kafka, jvmOptions, settings);
    }

    /** @param name of its log: there can be several of one module */
    public static ServiceUnderTest start(
            Checkout checkout,
            String module,
            String name,
            KafkaUnderTest kafka,
            List<String> jvmOptions,
            List<String> settings) {
        int port = freePort();
        List<String> command = Checkout.java(jvmOptions);
        command.addAll(List.of("-Dkafka.bootstrap.servers=" + kafka.bootstrapServers(), "-Dquarkus.http.port=" + port));
        command.addAll(settings);
        command.addAll(List.of("-jar", checkout.service(module).toString()));
        return new ServiceUnderTest(
                MeasuredProcess.start(command, checkout.results().resolve(name + ".log"), "Listening on"),
                HttpClient.newHttpClient(),
                URI.create("http://127.0.0.1:" + port + "/q/metrics"));
    }

    /** What a metric counts, over all its labels that contain a text. */
    public double sum(String name, String label) {
        return scrape().lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public double sum(String name) {
        return sum(name, "");
    }

    /** Its heap without what nobody needs any more, in bytes. */
    public long liveHeapBytes() {
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
