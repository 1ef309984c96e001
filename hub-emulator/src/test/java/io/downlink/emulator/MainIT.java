package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator as a process of its own. */
class MainIT {
    private static final String ADDRESS = "127.40.0.7";

    @TempDir
    private Path home;

    @Test
    void shouldPrintHowToReachItAndEndCleanlyWhenTold() throws Exception {
        Process process = start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null) {
                lines.add(line);
                line = line.startsWith("Java") ? null : out.readLine();
            }
            Path data = home.resolve(".downlink").resolve("hub");
            assertThat(lines)
                    .containsExactly(
                            "IoT Hub emulator at " + ADDRESS
                                    + "   https 8443 · amqps 5671 · mqtts 8883        (443 missing? docs/emulator.md#port-443)",
                            "owner    HostName=" + ADDRESS + ";SharedAccessKeyName=iothubowner;SharedAccessKey="
                                    + DevelopmentKeys.IOTHUBOWNER,
                            "service  HostName=" + ADDRESS + ";SharedAccessKeyName=service;SharedAccessKey="
                                    + DevelopmentKeys.SERVICE,
                            "device   HostName=" + ADDRESS + ";DeviceId=device-1;SharedAccessKey="
                                    + DevelopmentKeys.DEVICE_1_KEY,
                            "CA       " + data.resolve("ca.pem"),
                            "Java     -Djavax.net.ssl.trustStore=" + data.resolve("trust.p12")
                                    + " -Djavax.net.ssl.trustStorePassword=downlink");
        } finally {
            process.destroy(); // SIGTERM
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("128 + SIGTERM").isEqualTo(143);
    }

    @Test
    void shouldNameThePortThatIsTaken() throws Exception {
        try (HubEmulator _ = TestHub.start(ADDRESS)) {
            Process process = start();
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(errors.lines().filter(line -> line.contains("8443")))
                    .containsExactly("cannot listen on " + ADDRESS + ":8443: Address already in use");
            assertThat(errors).doesNotContain("\tat ");
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.downlink.emulator.Main",
                        "--address",
                        ADDRESS,
                        "--no-443")
                .start();
    }
}
