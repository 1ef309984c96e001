package io.downlink.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.hub.ClientId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that sends one request after the other, and reads the answers later. */
class AskingAheadIT {
    private static final int DEVICES = 1000;
    private static final int LARGE_REQUESTS = 20;

    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.73.0.10");
        for (int i = 0; i < DEVICES; i++) {
            TestHub.register(emulator, "listed-" + i);
        }
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldDoNoMoreForAClientBeforeItReads() throws Exception {
        ClientId last = ClientId.of("asked-for-last", null);
        try (Socket socket = connect();
                Socket other = connect()) {
            // given: as much to read as no buffer on the way can take
            sendLargeRequests(socket);
            send(
                    socket,
                    "PUT /devices/" + last.device().value() + "?",
                    "{\"deviceId\": \"" + last.device().value() + "\"}");

            // when: the hub had time to do all of that
            sendLargeRequests(other);
            readAnswers(other, LARGE_REQUESTS);

            // then
            assertThat(isRegistered(last)).isFalse();

            // when
            readAnswers(socket, LARGE_REQUESTS + 1);

            // then
            assertThat(isRegistered(last)).isTrue();
        }
    }

    @Test
    void shouldAnswerAllThatIsAskedAhead() throws Exception {
        int asked = 5 * Patience.UNANSWERED_MAX;
        try (Socket socket = connect()) {
            Thread asking = Thread.startVirtualThread(() -> {
                for (int i = 0; i < asked; i++) {
                    send(socket, "GET /devices/listed-" + i + "?", "");
                }
            });

            readAnswers(socket, asked);

            asking.join();
        }
    }

    private static Socket connect() throws Exception {
        Socket plain = new Socket();
        plain.setReceiveBufferSize(8 * 1024);
        plain.connect(new InetSocketAddress(emulator.hostName(), emulator.httpsPort()));
        plain.setSoTimeout(60_000);
        return TestHub.trust(emulator)
                .getSocketFactory()
                .createSocket(plain, emulator.hostName(), emulator.httpsPort(), true);
    }

    private static void sendLargeRequests(Socket socket) {
        for (int i = 0; i < LARGE_REQUESTS; i++) {
            send(socket, "GET /devices?top=1000&", "");
        }
    }

    private static void send(Socket socket, String start, String body) {
        String request = start + "api-version=2021-04-12 HTTP/1.1\r\nHost: " + emulator.hostName()
                + "\r\nAuthorization: "
                + Tokens.ofPolicy(
                        emulator.hostName(),
                        "iothubowner",
                        DevelopmentKeys.IOTHUBOWNER,
                        Instant.now().plusSeconds(600))
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readAnswers(Socket socket, int count) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        for (int i = 0; i < count; i++) {
            assertThat(reader.readLine()).startsWith("HTTP/1.1 200");
            int length = 0;
            for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
                if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).trim());
                }
            }
            assertThat(length).isPositive();
            for (long left = length; left > 0; ) {
                left -= reader.skip(left);
            }
        }
    }

    private static boolean isRegistered(ClientId device) {
        return emulator.hub().registry().registered(device).isPresent();
    }
}
