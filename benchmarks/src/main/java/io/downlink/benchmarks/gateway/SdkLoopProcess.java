package io.downlink.benchmarks.gateway;

import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.KafkaUnderTest;
import io.downlink.benchmarks.MeasuredProcess;
import io.downlink.benchmarks.emulator.HubUnderTest;
import java.util.List;

/** Starts an {@link SdkLoop}. */
final class SdkLoopProcess {
    private SdkLoopProcess() {}

    static MeasuredProcess start(
            Checkout checkout,
            KafkaUnderTest kafka,
            HubUnderTest hub,
            SdkLoop.Style style,
            List<Integer> inFlight,
            List<String> jvmOptions) {
        int calls = style == SdkLoop.Style.TUNED
                ? inFlight.stream().max(Integer::compare).orElseThrow()
                : inFlight.getFirst();
        List<String> command = Checkout.java(jvmOptions);
        command.addAll(List.of(
                "-Djavax.net.ssl.trustStore=" + hub.trustStore(), "-Djavax.net.ssl.trustStorePassword=downlink"));
        if (style == SdkLoop.Style.TUNED) {
            command.addAll(List.of("-Dsun.net.http.retryPost=false", "-Dhttp.maxConnections=" + calls));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                SdkLoop.class.getName(),
                kafka.bootstrapServers(),
                style.name(),
                Integer.toString(calls),
                hub.serviceConnectionString(),
                Integer.toString(HubUnderTest.HTTPS_PORT)));
        return MeasuredProcess.start(command, checkout.results().resolve("sdk-loop.log"), SdkLoop.READY);
    }
}
