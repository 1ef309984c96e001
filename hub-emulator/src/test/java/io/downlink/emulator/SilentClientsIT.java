package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that connect and then say nothing, or begin and do not go on, or spend the time byte by byte. */
class SilentClientsIT {
    /** How much longer than what a client gets said in a minute all of it is. */
    private static final String REST = "61".repeat(400);

    /** A handshake of TLS, as far as the random bytes of its first message. */
    private static final String TLS_HELLO = "160301100001000ffc0303" + REST;

    /** A CONNECT of 32 KB, as far as the client's id. */
    private static final String CONNECT = "10ffff0100044d51545404c2003c2000" + REST;

    private static final String AMQP_HEADER = "414d515000010000";

    /** An open of 60 KB, as far as the container's id. */
    private static final String OPEN = AMQP_HEADER + "0000f00002000000005310d00000eff000000004b10000e000" + REST;

    /** A frame of a WebSocket of 28 KB. */
    private static final String FRAME = "82fe700000000000" + REST;

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
        for (boolean trickles : List.of(false, true)) {
            for (int begun : List.of(0, 3)) {
                Begun hello = new Begun(TLS_HELLO, begun, trickles);
                for (int port : List.of(emulator.httpsPort(), emulator.amqpsPort(), emulator.mqttsPort())) {
                    clients.put("TCP " + port + hello, hello.closes(new Socket(emulator.hostName(), port)));
                }
            }
            for (int begun : List.of(0, 1, 10)) {
                Begun connect = new Begun(CONNECT, begun, trickles);
                clients.put("MQTT" + connect, connect.closes(tls(emulator.mqttsPort())));
                clients.put("MQTT over WebSocket" + connect, connect.closesFramed(webSocket("mqtt")));
            }
            for (int begun : List.of(0, AMQP_HEADER.length() / 2, AMQP_HEADER.length() / 2 + 10)) {
                Begun open = new Begun(OPEN, begun, trickles);
                clients.put("AMQP" + open, open.closes(tls(emulator.amqpsPort())));
                clients.put("AMQP over WebSocket" + open, open.closesFramed(webSocket("AMQPWSB10")));
            }
            for (String subprotocol : List.of("mqtt", "AMQPWSB10")) {
                Begun frame = new Begun(FRAME, 4, trickles);
                clients.put("half a frame of " + subprotocol + frame, frame.closes(webSocket(subprotocol)));
            }
        }

        List<String> left = new ArrayList<>();
        for (Map.Entry<String, CompletableFuture<Boolean>> client : clients.entrySet()) {
            if (!client.getValue().get(90, TimeUnit.SECONDS)) {
                left.add(client.getKey());
            }
        }

        assertThat(left).as("clients still connected").isEmpty();
    }

    /**
     * What a client says.
     *
     * @param message what it would say in the end, in hexadecimal digits
     * @param begun how many bytes of it at once
     * @param trickles whether the next ones follow, two in a second; otherwise it is silent
     */
    private record Begun(String message, int begun, boolean trickles) {
        /** Whether the hub closes the connection within a minute after the beginning. */
        CompletableFuture<Boolean> closes(Socket client) {
            return closes(client, bytes -> bytes);
        }

        /** The same for bytes in frames of a WebSocket. */
        CompletableFuture<Boolean> closesFramed(Socket client) {
            return closes(client, SilentClientsIT::frame);
        }

        private CompletableFuture<Boolean> closes(Socket client, UnaryOperator<byte[]> framing) {
            CompletableFuture<Boolean> closed = new CompletableFuture<>();
            Thread.startVirtualThread(() -> {
                try (client) {
                    closed.complete(isClosed(client, framing));
                } catch (IOException e) {
                    closed.completeExceptionally(e);
                }
            });
            return closed;
        }

        private boolean isClosed(Socket client, UnaryOperator<byte[]> framing) throws IOException {
            byte[] all = HexFormat.of().parseHex(message);
            client.setSoTimeout(500);
            try {
                if (begun > 0) {
                    client.getOutputStream().write(framing.apply(Arrays.copyOf(all, begun)));
                }
                for (int waits = 0; waits < 120; waits++) {
                    if (isAtItsEnd(client)) {
                        return true;
                    }
                    if (trickles) {
                        client.getOutputStream().write(framing.apply(new byte[] {all[begun + waits]}));
                    }
                }
                return false;
            } catch (SocketException | SSLException reset) {
                return true;
            }
        }

        private static boolean isAtItsEnd(Socket client) throws IOException {
            try {
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
                return true;
            } catch (SocketTimeoutException nothingYet) {
                return false;
            }
        }

        @Override
        public String toString() {
            return ", " + begun + " bytes" + (trickles ? " and byte by byte" : "");
        }
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
    private static byte[] frame(byte[] content) {
        return ByteBuffer.allocate(6 + content.length)
                .put((byte) 0x82)
                .put((byte) (0x80 | content.length))
                .putInt(0)
                .put(content)
                .array();
    }
}
