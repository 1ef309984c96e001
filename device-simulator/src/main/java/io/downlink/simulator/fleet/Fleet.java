package io.downlink.simulator.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Devices that are connected at the same time. */
public final class Fleet implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Fleet.class);

    /** Devices that open at once: a TLS handshake is work for a processor, more at once only delays the first. */
    private static final int OPENING_MAX = 8;

    /** The SDK waits up to a minute for a hub that no longer answers a disconnect. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

    private final List<ConnectedDevice> devices;

    private Fleet(List<ConnectedDevice> devices) {
        this.devices = List.copyOf(devices);
    }

    /**
     * Connects and subscribes all of them.
     *
     * @throws SimulatorException if one of them cannot; then the others are disconnected again
     */
    public static Fleet connect(List<RegisteredDevice> registered, FleetSettings settings) {
        List<Callable<ConnectedDevice>> openings = registered.stream()
                .<Callable<ConnectedDevice>>map(device -> () -> ConnectedDevice.connect(device, settings))
                .toList();
        List<ConnectedDevice> connected = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        // All of them are awaited: a device whose opening is interrupted may stay connected behind the SDK's back.
        for (Future<ConnectedDevice> opened : openAll(openings)) {
            switch (opened.state()) {
                case SUCCESS -> connected.add(opened.resultNow());
                case FAILED -> failures.add(opened.exceptionNow());
                case RUNNING, CANCELLED -> throw new IllegalStateException("an opening was not awaited");
            }
        }
        Fleet fleet = new Fleet(connected);
        if (!failures.isEmpty()) {
            fleet.close();
            throw failures.getFirst() instanceof SimulatorException expected
                    ? expected
                    : new IllegalStateException("a device could not be opened", failures.getFirst());
        }
        return fleet;
    }

    private static List<Future<ConnectedDevice>> openAll(List<Callable<ConnectedDevice>> openings) {
        try (ExecutorService openers =
                Executors.newFixedThreadPool(OPENING_MAX, Thread.ofVirtual().factory())) {
            return openers.invokeAll(openings);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SimulatorException("interrupted while the fleet connected", e);
        }
    }

    public int size() {
        return devices.size();
    }

    /** Disconnects all devices, at once, and comes back within seconds even if the hub is away. */
    @Override
    public void close() {
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

    private static Callable<Void> closing(ConnectedDevice device) {
        return () -> {
            device.close();
            return null;
        };
    }
}
