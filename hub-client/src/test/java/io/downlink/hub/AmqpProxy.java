package io.downlink.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** AMQP's one port in front of a hub's AMQP, for a network that goes silent or breaks when a test says so. */
final class AmqpProxy implements AutoCloseable {
    private final String address;
    private final IntSupplier hubPort;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean silent;
    private volatile boolean swallowed;

    AmqpProxy(String address, IntSupplier hubPort) throws IOException {
        this.address = address;
        this.hubPort = hubPort;
        this.server = new ServerSocket(5671, 50, InetAddress.getByName(address));
        Thread.ofVirtual().start(this::accept);
    }

    /** From now on what comes is thrown away, in both directions, until the connection breaks. */
    void fallSilent() {
        silent = true;
    }

    boolean hasSwallowedSomething() {
        return swallowed;
    }

    /** Connections that come from now on are carried again; those that were silent break. */
    void recover() {
        cut();
        silent = false;
    }

    /** Breaks every connection. */
    void cut() {
        open.forEach(AmqpProxy::close);
        open.clear();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        try {
            while (true) {
                connect(server.accept());
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void connect(Socket client) {
        try {
            Socket hub = new Socket(address, hubPort.getAsInt());
            connections.incrementAndGet();
            open.add(client);
            open.add(hub);
            Thread.ofVirtual().start(() -> carry(client, hub));
            Thread.ofVirtual().start(() -> carry(hub, client));
        } catch (IOException _) {
            close(client); // the hub is gone
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (silent) {
                    swallowed = true;
                } else {
                    to.getOutputStream().write(buffer, 0, length);
                }
            }
        } catch (IOException _) {
            // broken, as a test wants it
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone all the same
        }
    }
}
