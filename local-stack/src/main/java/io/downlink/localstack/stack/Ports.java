package io.downlink.localstack.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Which ports of this machine can be had. */
public final class Ports {
    private static final int CONNECT_MILLIS = 200;
    /** Below what Linux (from 32768) and macOS (from 49152) give away. */
    private static final int LASTING_FROM = 20_000;

    private static final int LASTING_END = 32_000;
    private static final List<Integer> HUB =
            List.of(StackSettings.HUB_HTTPS_PORT, StackSettings.HUB_AMQPS_PORT, StackSettings.HUB_MQTTS_PORT);

    private Ports() {}

    /** A port of 127.0.0.1 that is free now. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port", e);
        }
    }

    /**
     * A free port of 127.0.0.1 that the operating system gives to no connection by itself, so that a server which is
     * started again finds it free again.
     */
    public static int lasting() {
        return ThreadLocalRandom.current()
                .ints(LASTING_FROM, LASTING_END)
                .filter(port -> isFree("127.0.0.1", port))
                .findFirst()
                .orElseThrow();
    }

    /** @throws StackException with one line, if somebody else listens there */
    public static void require(String address, int port, String who) throws StackException {
        if (!isFree(address, port)) {
            throw new StackException("port %d of %s is taken: %s cannot listen there. End what uses it (lsof -i :%d)"
                    .formatted(port, address, who, port));
        }
    }

    /**
     * A loopback address at which all of the hub's ports are free: 127.0.0.1 if it can be, otherwise the next ones, which
     * Linux has without any configuration and macOS has not.
     */
    public static Optional<String> addressForHub() {
        return IntStream.rangeClosed(1, 20)
                .mapToObj(last -> "127.0.0." + last)
                .filter(address -> HUB.stream().allMatch(port -> isFree(address, port)))
                .findFirst();
    }

    /** Whether somebody listens there. */
    static boolean answers(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as servers do: connections that just ended are no obstacle
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
