package io.downlink.emulator.websocket;

import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/** A WebSocket client that sends what it is told, right or wrong. */
final class RawWebSocket implements AutoCloseable {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int FINAL = 0x80;

    private final SSLSocket socket;
    private final DataOutputStream out;
    private final DataInputStream in;

    RawWebSocket(HubEmulator emulator) throws IOException {
        socket = (SSLSocket)
                TestHub.trust(emulator).getSocketFactory().createSocket(emulator.hostName(), emulator.httpsPort());
        socket.setSoTimeout(20_000);
        out = new DataOutputStream(socket.getOutputStream());
        in = new DataInputStream(socket.getInputStream());
    }

    /** A client whose handshake was taken. */
    static RawWebSocket open(HubEmulator emulator, String subprotocol) throws IOException {
        RawWebSocket client = new RawWebSocket(emulator);
        Answer answer = client.handshake("GET /$iothub/websocket HTTP/1.1", headers(subprotocol));
        if (!answer.status().equals("HTTP/1.1 101 Switching Protocols")) {
            throw new IOException(answer.status());
        }
        return client;
    }

    /** The headers of RFC 6455, 1.3, whose accept is known. */
    static Map<String, String> headers(String subprotocol) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "hub");
        headers.put("Upgrade", "websocket");
        headers.put("Connection", "Upgrade,Keep-Alive");
        headers.put("Sec-WebSocket-Version", "13");
        headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        headers.put("Sec-WebSocket-Protocol", subprotocol);
        return headers;
    }

    Answer handshake(String requestLine, Map<String, String> headers) throws IOException {
        StringBuilder request = new StringBuilder(requestLine).append("\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        bytes(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        String status = line();
        Map<String, String> answered = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            answered.put(line.substring(0, colon), line.substring(colon + 1));
        }
        return new Answer(status, answered);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Sends a whole frame, masked as a client's must be. */
    void send(int opcode, byte[] content) throws IOException {
        frame(FINAL | opcode, true, content);
    }

    /** Sends a frame that others continue. */
    void sendPart(int opcode, byte[] content) throws IOException {
        frame(opcode, true, content);
    }

    void sendUnmasked(int opcode, byte[] content) throws IOException {
        frame(FINAL | opcode, false, content);
    }

    private void frame(int first, boolean masked, byte[] content) throws IOException {
        out.write(first);
        int mask = masked ? 0x80 : 0;
        if (content.length < 126) {
            out.write(mask | content.length);
        } else {
            out.write(mask | 126);
            out.writeShort(content.length);
        }
        byte[] key = {7, 11, 13, 17};
        byte[] sent = content.clone();
        if (masked) {
            out.write(key);
            for (int i = 0; i < sent.length; i++) {
                sent[i] ^= key[i % 4];
            }
        }
        out.write(sent);
        out.flush();
    }

    /** Sends bytes as they are. */
    void bytes(byte[] content) throws IOException {
        out.write(content);
        out.flush();
    }

    /** The next frame, which the hub must not mask. */
    Frame receive() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        if ((first & FINAL) == 0 || length < 0) {
            throw new IOException("a fragment, or masked");
        }
        return new Frame(first & 0xF, in.readNBytes(length));
    }

    boolean closedByHub() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException | javax.net.ssl.SSLException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The answer to a handshake; values begin after the colon, with the space that Paho insists on. */
    record Answer(String status, Map<String, String> headers) {}

    /** A frame as it arrived. */
    static final class Frame {
        private final int opcode;
        private final byte[] content;

        Frame(int opcode, byte[] content) {
            this.opcode = opcode;
            this.content = content;
        }

        int opcode() {
            return opcode;
        }

        byte[] content() {
            return content;
        }

        int closeStatus() {
            return ((content[0] & 0xFF) << 8) | (content[1] & 0xFF);
        }
    }
}
