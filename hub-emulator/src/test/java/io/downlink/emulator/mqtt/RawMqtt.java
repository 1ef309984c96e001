package io.downlink.emulator.mqtt;

import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;

/** An MQTT 3.1.1 client that sends what it is told, right or wrong. */
final class RawMqtt implements AutoCloseable {
    private final SSLSocket socket;
    private final DataOutputStream out;
    private final DataInputStream in;

    RawMqtt(HubEmulator emulator) throws IOException {
        socket = (SSLSocket)
                TestHub.trust(emulator).getSocketFactory().createSocket(emulator.hostName(), emulator.mqttsPort());
        socket.setSoTimeout(20_000);
        out = new DataOutputStream(socket.getOutputStream());
        in = new DataInputStream(socket.getInputStream());
    }

    /** Sends CONNECT; returns the code of CONNACK. */
    int connect(String clientId, String userName, String password, boolean cleanSession) throws IOException {
        connectOnly(4, 60, clientId, userName, password, cleanSession);
        byte[] acknowledgement = receive();
        return acknowledgement[2];
    }

    void connectOnly(int level, int keepAlive, String clientId, String userName, String password, boolean cleanSession)
            throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream writer = new DataOutputStream(body);
        text(writer, "MQTT");
        writer.write(level);
        writer.write(cleanSession ? 0xC2 : 0xC0);
        writer.writeShort(keepAlive);
        text(writer, clientId);
        text(writer, userName);
        text(writer, password);
        packet(0x10, body.toByteArray());
    }

    /** Sends SUBSCRIBE; returns the code of SUBACK. */
    int subscribe(String filter, int qos) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream writer = new DataOutputStream(body);
        writer.writeShort(7);
        text(writer, filter);
        writer.write(qos);
        packet(0x82, body.toByteArray());
        return receive()[3] & 0xFF;
    }

    void publish(int qos, String topic, String content) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream writer = new DataOutputStream(body);
        text(writer, topic);
        if (qos > 0) {
            writer.writeShort(9);
        }
        writer.write(content.getBytes(StandardCharsets.UTF_8));
        packet(0x30 | (qos << 1), body.toByteArray());
    }

    void packet(int header, byte[] body) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(header);
        int length = body.length;
        do {
            all.write(length > 127 ? (length & 0x7F) | 0x80 : length);
            length >>= 7;
        } while (length > 0);
        all.write(body);
        bytes(all.toByteArray());
    }

    void bytes(byte[] content) throws IOException {
        out.write(content);
        out.flush();
    }

    /** The next packet: its header and its body, without the length. */
    byte[] receive() throws IOException {
        int header = in.readUnsignedByte();
        int length = 0;
        int shift = 0;
        int digit;
        do {
            digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0);
        byte[] packet = new byte[length + 1];
        packet[0] = (byte) header;
        in.readFully(packet, 1, length);
        return packet;
    }

    /** The next packet, a PUBLISH of quality of service 0, as "topic content". */
    String receivePublication() throws IOException {
        byte[] packet = receive();
        int topicLength = ((packet[1] & 0xFF) << 8) | (packet[2] & 0xFF);
        return new String(packet, 3, topicLength, StandardCharsets.UTF_8) + " "
                + new String(Arrays.copyOfRange(packet, 3 + topicLength, packet.length), StandardCharsets.UTF_8);
    }

    /** Whether the hub closes the connection, without having sent anything before. */
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

    private static void text(DataOutputStream writer, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writer.writeShort(bytes.length);
        writer.write(bytes);
    }
}
