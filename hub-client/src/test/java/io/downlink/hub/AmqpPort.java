package io.downlink.hub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** AMQP's one port, where nobody speaks AMQP: it takes TLS, notes the first bytes that come, and hangs up. */
final class AmqpPort implements AutoCloseable {
    private static final int HEADER_BYTES = 8;

    private final SSLContext tls;
    private final ServerSocket server;
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private final AtomicInteger handshakesRefused = new AtomicInteger();

    AmqpPort(String address, SSLContext tls) throws IOException {
        this.tls = tls;
        this.server = new ServerSocket(5671, 50, InetAddress.getByName(address));
        Thread.ofVirtual().start(this::accept);
    }

    /** The first header that came, empty if none did. */
    String received() {
        return headers.isEmpty() ? "" : headers.getFirst();
    }

    int handshakesRefused() {
        return handshakesRefused.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                note(server.accept());
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void note(Socket tcp) {
        try (tcp;
                SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(tcp, null, tcp.getPort(), true)) {
            socket.setUseClientMode(false);
            String header = new String(socket.getInputStream().readNBytes(HEADER_BYTES), ISO_8859_1);
            if (!header.isEmpty()) {
                headers.add(header);
            }
        } catch (IOException _) {
            handshakesRefused.incrementAndGet();
        }
    }
}
