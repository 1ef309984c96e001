package io.downlink.emulator;

import io.downlink.emulator.hub.ClientId;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/**
 * A device on bare MQTT whose session is kept: it asks for messages once, and comes back whenever its connection is lost.
 * It remembers each message before it acknowledges it, and each report when the hub has acknowledged that.
 */
final class KeptDevice implements AutoCloseable {
    private static final Pattern MESSAGE_ID = Pattern.compile("%24\\.mid=([^&]*)");

    private final String address;
    private final String id;
    private final String key;
    private final SSLContext trust;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicLong reported = new AtomicLong();
    private final Thread thread;
    private boolean subscribed;
    private volatile boolean closed;

    KeptDevice(String address, String id, String key, SSLContext trust) {
        this.address = address;
        this.id = id;
        this.key = key;
        this.trust = trust;
        this.thread = Thread.ofVirtual().start(this::live);
    }

    /** The ids of the messages that it got, repeated ones twice. */
    List<String> received() {
        return received;
    }

    /** The last number that the hub has taken from it. */
    long reported() {
        return reported.get();
    }

    @Override
    public void close() {
        closed = true;
        join(thread);
    }

    /** Waits for a thread that ends soon. */
    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void live() {
        while (!closed) {
            try (Link link = new Link()) {
                link.use();
            } catch (IOException lost) {
                pause();
            }
        }
    }

    private static void pause() {
        Awaitility.await().pollDelay(Duration.ofMillis(50)).until(() -> true);
    }

    private final class Link implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final DataOutputStream out;
        private long reporting = reported.get();

        Link() throws IOException {
            socket = trust.getSocketFactory().createSocket(address, EmulatorSettings.MQTTS_PORT);
            socket.setSoTimeout(200);
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
        }

        void use() throws IOException {
            connect();
            while (!closed) {
                int header;
                try {
                    header = in.readUnsignedByte();
                } catch (SocketTimeoutException nothing) {
                    continue;
                }
                socket.setSoTimeout(5_000);
                handle(header, body());
                socket.setSoTimeout(200);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        private void connect() throws IOException {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            DataOutputStream connect = new DataOutputStream(content);
            connect.writeUTF("MQTT");
            connect.write(4);
            connect.write(0xC0); // user name and password, not clean
            connect.writeShort(60);
            connect.writeUTF(id);
            connect.writeUTF(address + "/" + id + "/?api-version=2021-04-12");
            connect.writeUTF(Tokens.ofDevice(address, id, key, Instant.now().plusSeconds(600)));
            packet(0x10, content.toByteArray());
        }

        private void handle(int header, byte[] body) throws IOException {
            switch (header >> 4) {
                case 2 -> connected(body);
                case 9 -> {
                    subscribed = true;
                    report();
                }
                case 3 -> published((header & 0x06) != 0, body);
                default -> {}
            }
        }

        private void connected(byte[] body) throws IOException {
            if (body[1] != 0) {
                throw new IOException("refused with " + body[1]);
            }
            boolean present = body[0] == 1;
            if (subscribed && !present) {
                received.add("the session was forgotten");
            } else if (!subscribed) {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                DataOutputStream subscribe = new DataOutputStream(content);
                subscribe.writeShort(1);
                subscribe.writeUTF(ClientId.of(id, null).path().substring(1) + "/messages/devicebound/#");
                subscribe.write(1);
                subscribe.writeUTF("$iothub/twin/res/#");
                subscribe.write(0);
                packet(0x82, content.toByteArray());
                return;
            }
            report();
        }

        private void published(boolean acknowledge, byte[] body) throws IOException {
            int topicLength = ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
            String topic = new String(body, 2, topicLength, StandardCharsets.UTF_8);
            if (topic.startsWith("$iothub/twin/res/204/")) {
                reported.set(reporting);
                report();
            } else {
                Matcher messageId = MESSAGE_ID.matcher(topic);
                received.add(messageId.find() ? URLDecoder.decode(messageId.group(1), StandardCharsets.UTF_8) : topic);
            }
            if (acknowledge) {
                packet(0x40, new byte[] {body[topicLength + 2], body[topicLength + 3]});
            }
        }

        private void report() throws IOException {
            reporting++;
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            DataOutputStream publish = new DataOutputStream(content);
            publish.writeUTF("$iothub/twin/PATCH/properties/reported/?$rid=" + reporting);
            publish.write(("{\"n\":" + reporting + "}").getBytes(StandardCharsets.UTF_8));
            packet(0x30, content.toByteArray());
        }

        private void packet(int header, byte[] body) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(header);
            int length = body.length;
            do {
                all.write(length > 127 ? (length & 0x7F) | 0x80 : length);
                length >>= 7;
            } while (length > 0);
            all.write(body);
            out.write(all.toByteArray());
            out.flush();
        }

        private byte[] body() throws IOException {
            int length = 0;
            int shift = 0;
            int digit;
            do {
                digit = in.readUnsignedByte();
                length |= (digit & 0x7F) << shift;
                shift += 7;
            } while ((digit & 0x80) != 0);
            return in.readNBytes(length);
        }
    }
}
