package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The emulator as a process of its own. */
class MainIT {
    private static final String ADDRESS = "127.40.0.7";

    @TempDir
    private Path home;

    @Test
    void shouldPrintHowToReachItAndEndCleanlyWhenTold() throws Exception {
        Process process = start("--address", ADDRESS);
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
                            "IoT Hub emulator at " + ADDRESS + "   https 8443 · amqps 5671 · mqtts 8883",
                            "owner    HostName=" + ADDRESS + ";SharedAccessKeyName=iothubowner;SharedAccessKey="
                                    + DevelopmentKeys.IOTHUBOWNER,
                            "service  HostName=" + ADDRESS + ";SharedAccessKeyName=service;SharedAccessKey="
                                    + DevelopmentKeys.SERVICE,
                            "device   HostName=" + ADDRESS + ";DeviceId=device-1;SharedAccessKey="
                                    + DevelopmentKeys.DEVICE_1_KEY,
                            "status   https://" + ADDRESS + ":8443/$emulator",
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
    void shouldSayWhoSeesTheStatusOfAHubWhoseNameIsNoLoopbackAddress() throws Exception {
        Process process = start("--address", "hub.test", "--bind", ADDRESS);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.lines().filter(line -> line.startsWith("status")).findFirst())
                    .hasValue("status   https://hub.test:8443/$emulator"
                            + "  (from a loopback address, or with the owner's token)");
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldNameThePortThatIsTaken() throws Exception {
        try (HubEmulator _ = TestHub.start(ADDRESS)) {
            Process process = start("--address", ADDRESS);
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(errors.lines().filter(line -> line.contains("8443")))
                    .containsExactly(
                            "cannot listen on " + ADDRESS + ":8443: Address already in use; end what uses it (lsof -i),"
                                    + " or give this hub an address of its own: --address 127.0.0.2");
            assertThat(errors).doesNotContain("\tat ");
        }
    }

    @Test
    void shouldRefuseToBeReachableFromElsewhereUnlessToldSo() throws Exception {
        Process process = start("--address", "192.0.2.1");
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(errors.lines())
                .containsExactly(
                        "--address 192.0.2.1: 192.0.2.1 is not a loopback address, and whoever reaches the hub has its keys: they "
                                + "are published. To listen there on purpose: --bind 192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--units 3|--units 3: a hub without a tier is not throttled; give it one, such as --tier S1",
                "--tier S9|--tier S9: 'S9' is no tier: there are F1, B1, B2, B3, S1, S2 and S3",
                "--tier F1 --units 2|--units 2: F1 has 1 to 1 units, not 2",
                "--virtual v-*,slow=1|--virtual v-*,slow=1: a virtual device has no 'slow',",
                "--state-sync|--state-sync: a hub without a state directory writes nothing; give it one: --state DIR",
                "--token-role Reader|--token-role [Reader]: no token has it without --token-issuer URL",
                "--token-issuer nope|--token-issuer nope: an issuer is a URL, such as https://",
                "--name bad_name!|--name bad_name!: a host name has letters, digits",
                "--x509-ca no-such.pem|--x509-ca no-such.pem: cannot read no-such.pem: no-such.pem does not exist; look for a slip in the path",
                "--mqtts-port 70000|--mqtts-port 70000: a port is within 1 and 65535",
                "--address 10.1.2.3|--address 10.1.2.3: 10.1.2.3 is not a loopback address"
            })
    void shouldNameTheOptionThatIsWrongAndItsValue(String arguments, String message) throws Exception {
        Process process = start(arguments.split(" "));
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(errors.lines()).singleElement().asString().startsWith(message);
    }

    @Test
    void shouldWarnOfANameThatTheDeviceSdkRefuses() throws Exception {
        Process process =
                start("--address", "localhost", "--https-port", "0", "--amqps-port", "0", "--mqtts-port", "0");
        try (BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            assertThat(errors.readLine())
                    .startsWith("--address localhost: the Java device SDK refuses a host name without a dot");
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldListenWhereItIsToldAndSayWhatItCanBeCalled() throws Exception {
        Process process = start("--bind", ADDRESS, "--name", "hub.downlink.test", "--name", "hub");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine())
                    .startsWith("IoT Hub emulator at 127.0.0.1 and hub.downlink.test and hub   https 8443");
            assertThat(out.readLine()).startsWith("owner    HostName=127.0.0.1;");
            assertThatCode(() -> new Socket(ADDRESS, EmulatorSettings.MQTTS_PORT).close())
                    .doesNotThrowAnyException();
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS))
                .as("its ports are free again")
                .isTrue();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "io.downlink.emulator.Main",
                "--no-443"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
