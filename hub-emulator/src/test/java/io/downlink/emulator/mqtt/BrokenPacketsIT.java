package io.downlink.emulator.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that the MQTT library reads, and of which it does not know what to make. */
class BrokenPacketsIT {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.73.0.8");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "an acknowledgement with an unknown reason, 40 03 00 01 c0",
        "a receipt with an unknown reason, 50 03 00 01 82",
        "a farewell with an unknown reason, e0 01 53"
    })
    void shouldEndTheConnection(String what, String packet) throws Exception {
        try (Socket device =
                TestHub.trust(emulator).getSocketFactory().createSocket(emulator.hostName(), emulator.mqttsPort())) {
            device.setSoTimeout(60_000);

            device.getOutputStream().write(HexFormat.ofDelimiter(" ").parseHex(packet));

            assertThat(isClosed(device)).as(what).isTrue();
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException cut) {
            return true;
        }
    }
}
