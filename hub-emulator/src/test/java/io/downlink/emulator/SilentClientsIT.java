package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that connect and then say nothing, or begin and do not go on, or spend the time byte by byte. */
class SilentClientsIT {
    private static final String NOTHING = "";
    private static final String HALF_CONNECT = "10ffff0100044d515454";
    private static final String AMQP_HEADER = "414d515000010000";
    private static final String HALF_OPEN = AMQP_HEADER + "0000f000020000000053";

    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.73.0.4");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldLetGoOfEachOfThem() throws Exception {
        Map<String, CompletableFuture<Boolean>> clients = new TreeMap<>();
        for (int port : List.of(emulator.httpsPort(), emulator.amqpsPort(), emulator.mqttsPort())) {
            clients.put("TCP " + port, closed(new Socket(emulator.hostName(), port), NOTHING, false));
        }
        for (boolean trickles : List.of(false, true)) {
            for (String begun : List.of(NOTHING, HALF_CONNECT)) {
                clients.put("MQTT " + begun + trickles, closed(tls(emulator.mqttsPort()), begun, trickles));
                clients.put("MQTT over WebSocket " + begun + trickles, closed(webSocket("mqtt"), frame(begun), false));
            }
            for (String begun : List.of(NOTHING, AMQP_HEADER, HALF_OPEN)) {
                clients.put("AMQP " + begun + trickles, closed(tls(emulator.amqpsPort()), begun, trickles));
                clients.put(
                        "AMQP over WebSocket " + begun + trickles, closed(webSocket("AMQPWSB10"), frame(begun), false));
            }
            clients.put("half a frame" + trickles, closed(webSocket("mqtt"), "82fe7000", trickles));
            clients.put("half an AMQP frame" + trickles, closed(webSocket("AMQPWSB10"), "82fe7000", trickles));
        }

        List<String> left = new ArrayList<>();
        for (Map.Entry<String, CompletableFuture<Boolean>> client : clients.entrySet()) {
            if (!client.getValue().get(90, TimeUnit.SECONDS)) {
                left.add(client.getKey());
            }
        }

        assertThat(left).as("clients still connected").isEmpty();
    }

    /** Whether the hub closes a client's connection within a minute after all that it begins with. */
    private static CompletableFuture<Boolean> closed(Socket client, String begun, boolean trickles) throws IOException {
        client.getOutputStream().write(HexFormat.of().parseHex(begun));
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try (client) {
                closed.complete(isClosed(client, trickles));
            } catch (IOException e) {
                closed.completeExceptionally(e);
            }
        });
        return closed;
    }

    private static boolean isClosed(Socket client, boolean trickles) throws IOException {
        client.setSoTimeout(500);
        for (int waits = 0; waits < 120; waits++) {
            try {
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
                return true;
            } catch (SocketTimeoutException nothingYet) {
                if (trickles) {
                    client.getOutputStream().write(0);
                }
            } catch (SocketException | SSLException reset) {
                return true;
            }
        }
        return false;
    }

    private static Socket tls(int port) throws IOException {
        return TestHub.trust(emulator).getSocketFactory().createSocket(emulator.hostName(), port);
    }

    private static Socket webSocket(String subprotocol) throws IOException {
        Socket client = tls(emulator.httpsPort());
        client.getOutputStream()
                .write(("GET /$iothub/websocket HTTP/1.1\r\nHost: hub\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + "Sec-WebSocket-Protocol: " + subprotocol + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[1024];
        int count = client.getInputStream().read(answer);
        assertThat(new String(answer, 0, count, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 101 ");
        return client;
    }

    /** A binary frame whose mask is zero. */
    private static String frame(String content) {
        return content.isEmpty() ? "" : "82%02x00000000%s".formatted(0x80 | content.length() / 2, content);
    }
}
