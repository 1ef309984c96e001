package io.downlink.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Stands before a hub at another address. It can make a client one that does not read, whatever the client is. */
final class StallingRelay implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final String hub;
    private final List<ServerSocket> servers = new ArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    StallingRelay(String address, String hub, List<Integer> ports) throws IOException {
        this.hub = hub;
        for (int port : ports) {
            ServerSocket server = new ServerSocket(port, 50, InetAddress.getByName(address));
            servers.add(server);
            Thread.startVirtualThread(() -> accept(server));
        }
    }

    /** Nobody who is connected now reads any more. */
    void stall() {
        connections.forEach(connection -> connection.gate = new CountDownLatch(1));
    }

    /** All read again. */
    void goOn() {
        connections.forEach(connection -> connection.gate.countDown());
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
        for (Connection connection : connections) {
            connection.gate.countDown();
            connection.end();
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Connection connection = new Connection(server.accept(), new Socket());
                // What the system keeps is not what the hub keeps.
                connection.hub.setReceiveBufferSize(BUFFER_BYTES);
                connection.hub.connect(new InetSocketAddress(hub, server.getLocalPort()));
                connections.add(connection);
                Thread.startVirtualThread(connection::listen);
                Thread.startVirtualThread(connection::speak);
            } catch (IOException closed) {
                // the loop ends if it is the server
            }
        }
    }

    private static final class Connection {
        private final Socket client;
        private final Socket hub;
        private volatile CountDownLatch gate = new CountDownLatch(0);

        Connection(Socket client, Socket hub) {
            this.client = client;
            this.hub = hub;
        }

        void listen() {
            pump(hub, client);
        }

        void speak() {
            pump(client, hub);
        }

        private void pump(Socket from, Socket to) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (from.equals(hub)) {
                        gate.await();
                    }
                    out.write(buffer, 0, count);
                }
            } catch (IOException gone) {
                // the other side hears of it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void end() throws IOException {
            client.close();
            hub.close();
        }
    }
}
