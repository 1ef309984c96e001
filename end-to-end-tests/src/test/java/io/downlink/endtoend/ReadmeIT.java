package io.downlink.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command block of the README does what the README says. {@link DemoIT} has the first one. */
class ReadmeIT {

    private static final CommandBlocks README = CommandBlocks.of(Repository.ROOT.resolve("README.md"));
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration COMMAND_MAX = Duration.ofMinutes(1);

    /** Where {@code ./downlink up} writes. */
    private static final Path UP = Repository.ROOT.resolve("target/up");
    /** What the README has in place of the reader's own connection string. */
    private static final String PLACEHOLDER =
            "HostName=my-hub.azure-devices.net;SharedAccessKeyName=service;SharedAccessKey=…";

    @Test
    void shouldRunEveryBlockSomewhere() {
        assertThat(README.in("sh"))
                .extracting(CommandBlocks.Block::text)
                .satisfiesExactly(
                        demo -> assertThat(demo).isEqualTo("./downlink demo"), // DemoIT
                        up -> assertThat(up).isEqualTo("./downlink up"),
                        send -> assertThat(send).startsWith("./downlink send pump-1 reboot"),
                        produce -> assertThat(produce).contains("kcat -P"),
                        consume -> assertThat(consume).contains("kcat -C"),
                        hub -> assertThat(hub).isEqualTo("./downlink hub"),
                        devices -> assertThat(devices).startsWith("./downlink devices"),
                        gateway -> assertThat(gateway).endsWith("./downlink gateway"),
                        verify -> assertThat(verify).isEqualTo("./downlink verify")); // what runs this test
    }

    @Test
    void shouldCarryCommandsWhileTheStackIsUp() throws IOException {
        try (DownlinkProcess up = DownlinkProcess.shell(
                "exec " + README.with("sh", "./downlink up").text())) {
            // given
            up.awaitLine("Ctrl-C", START_MAX);

            // then
            send("pump-1");

            // and with anything else that writes to Kafka
            assertThat(kcat())
                    .as("kcat is needed for this test: apt-get install kcat")
                    .isTrue();
            try (DownlinkProcess consume = DownlinkProcess.shell("exec "
                            + README.with("sh", "kcat -C").text() + " -u"); // a pipe is buffered, a terminal is not
                    DownlinkProcess produce =
                            DownlinkProcess.shell(README.with("sh", "kcat -P").text())) {
                assertThat(produce.awaitExit(COMMAND_MAX))
                        .as(produce.transcript())
                        .isZero();
                consume.awaitLine("\"commandId\":\"downlink.commands-", COMMAND_MAX);
            }

            // and a gateway of one's own, beside the first
            String block = README.with("sh", "./downlink gateway").text();
            assertThat(block).contains(PLACEHOLDER);
            try (DownlinkProcess gateway = DownlinkProcess.start(
                    Repository.ROOT,
                    Map.of(
                            "QUARKUS_HTTP_PORT", "0",
                            "DOWNLINK_HUBS_DEFAULT_HTTPS_PORT", "8443",
                            "DOWNLINK_HUBS_DEFAULT_CA_FILE",
                                    UP.resolve("hub/ca.pem").toString()),
                    List.of("bash", "-c", block.replace(PLACEHOLDER, serviceConnectionString())))) {
                gateway.awaitLine("started in", START_MAX);
                send("pump-2");
            }

            // when
            up.interrupt();

            // then
            up.awaitExit(COMMAND_MAX);
        }
    }

    @Test
    void shouldCallADeviceFromAPlainProgramThroughTheHub(@TempDir Path folder) throws IOException {
        try (DownlinkProcess hub = DownlinkProcess.shell(
                        "exec " + README.with("sh", "./downlink hub").text());
                DownlinkProcess devices = devicesOnceUp(hub)) {
            // given
            String trust =
                    hub.awaitLine("-Djavax.net.ssl.trustStore=", START_MAX).replaceFirst("^\\S+\\s+", "");
            String connectionString = connectionString(hub.lines().stream());
            devices.awaitLine("ready 3 devices", START_MAX);
            Path program = Files.writeString(
                    folder.resolve("Reboot.java"),
                    README.with("java", "class Reboot").text());

            // when
            List<String> java = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            java.addAll(List.of(trust.split(" ")));
            java.addAll(List.of("-cp", System.getProperty("java.class.path"), program.toString(), connectionString));
            try (DownlinkProcess reboot = DownlinkProcess.start(folder, Map.of(), java)) {
                // then
                assertThat(reboot.awaitExit(COMMAND_MAX))
                        .as(reboot.transcript())
                        .isZero();
                assertThat(reboot.lines()).contains("200 {\"result\":\"Reboot started.\"}");
            }
        }
    }

    /** The block of the README, for this device. */
    private static void send(String device) {
        String block = README.with("sh", "./downlink send").text().replace("pump-1", device);
        try (DownlinkProcess send = DownlinkProcess.shell(block)) {
            assertThat(send.awaitExit(COMMAND_MAX)).as(send.transcript()).isZero();
            assertThat(send.lines())
                    .anyMatch(Pattern.compile("sent +\\S+ +downlink\\.commands\\[\\d+]@\\d+")
                            .asPredicate());
            assertThat(send.lines())
                    .anyMatch(line -> line.startsWith("completed")
                            && line.contains(device + "  status 200  {\"result\":\"Reboot started.\"}"));
        }
    }

    /** As the hub of the running stack has printed it. */
    private static String serviceConnectionString() throws IOException {
        return connectionString(Files.readString(UP.resolve("hub.log")).lines());
    }

    private static String connectionString(Stream<String> printed) {
        return printed.filter(line -> line.contains("SharedAccessKeyName=service;"))
                .map(line -> line.replaceFirst(".*(HostName=)", "$1"))
                .findFirst()
                .orElseThrow();
    }

    private static DownlinkProcess devicesOnceUp(DownlinkProcess hub) {
        hub.awaitLine("-Djavax.net.ssl.trustStore=", START_MAX);
        return DownlinkProcess.shell(
                "exec " + README.with("sh", "./downlink devices").text());
    }

    private static boolean kcat() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kcat")));
    }
}
