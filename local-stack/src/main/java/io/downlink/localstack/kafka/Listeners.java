package io.downlink.localstack.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The two sockets of a broker that is its own controller, bound before Kafka's configuration is written.
 *
 * <p>That configuration names the ports, so a free port has to be known first. Holding the socket from then on means
 * that nobody else can take the port in between, and that a port that is taken is said before anything starts.
 */
record Listeners(ServerSocketChannel clients, ServerSocketChannel controller)
        implements ServerSocketFactory, AutoCloseable {
    static final String CLIENTS = "PLAINTEXT";
    static final String CONTROLLER = "CONTROLLER";

    /** Connections that may wait to be accepted; Kafka's own default. */
    private static final int BACKLOG = 50;

    /** @param port 0 for a free one; the controller always takes a free one */
    static Listeners bind(int port) throws IOException {
        ServerSocketChannel clients = open(port);
        try {
            return new Listeners(clients, open(0));
        } catch (IOException e) {
            clients.close();
            throw e;
        }
    }

    int clientPort() {
        return clients.socket().getLocalPort();
    }

    int controllerPort() {
        return controller.socket().getLocalPort();
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listener, InetSocketAddress address, int backlog, int receiveBufferBytes) {
        return listener.equals(CONTROLLER) ? controller : clients;
    }

    @Override
    public void close() throws IOException {
        try (clients;
                controller) {
            // both are closed here, also where the first one fails
        }
    }

    private static ServerSocketChannel open(int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            return channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
