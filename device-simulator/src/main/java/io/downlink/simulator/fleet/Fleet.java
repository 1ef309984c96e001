package io.downlink.simulator.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;

/** Devices that are connected at the same time. */
public final class Fleet implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Fleet.class);

    /** Devices that open at once: a TLS handshake is work for a processor, more at once only delays the first. */
    private static final int OPENING_MAX = 8;

    /** The SDK waits up to a minute for a hub that no longer answers a disconnect. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

    private final Queue<ConnectedDevice> devices = new ConcurrentLinkedQueue<>();

    private volatile boolean closed;

    private Fleet() {}

    /**
     * Connects and subscribes all of them.
     *
     * @throws SimulatorException if one of them cannot; then the others are disconnected again
     */
    public static Fleet connect(List<RegisteredDevice> registered, FleetSettings settings) {
        Fleet fleet = new Fleet();
        try {
            registered.stream()
                    .gather(Gatherers.mapConcurrent(
                            OPENING_MAX, device -> fleet.admit(ConnectedDevice.connect(device, settings))))
                    .forEach(_ -> {});
            return fleet;
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    public int size() {
        return devices.size();
    }

    /** Disconnects all devices, at once, and comes back within seconds even if the hub is away. */
    @Override
    public void close() {
        closed = true;
        ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Callable<Void>> closings = devices.stream().map(Fleet::closing).toList();
            closers.invokeAll(closings, CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closers.shutdownNow();
        }
        LOGGER.info("fleet closed");
    }

    /** A device that has opened when another one has failed already is not kept. */
    private ConnectedDevice admit(ConnectedDevice device) {
        devices.add(device);
        if (closed) {
            device.close();
        }
        return device;
    }

    private static Callable<Void> closing(ConnectedDevice device) {
        return () -> {
            device.close();
            return null;
        };
    }
}
