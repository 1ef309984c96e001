package io.downlink.simulator.fleet;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.ConnectionStatusChangeContext;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubConnectionStatusChangeReason;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.ExponentialBackoffWithJitter;
import com.microsoft.azure.sdk.iot.device.transport.IotHubConnectionStatus;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import io.downlink.simulator.behaviour.Methods;
import io.downlink.simulator.behaviour.Temper;
import io.downlink.simulator.record.DeviceRecord;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One device on the unmodified Azure device SDK, with its own key; it comes back after a loss, however often.
 *
 * <p>The SDK brings it back by itself, but gives it up for reasons that it takes to be for good, whatever the retry policy
 * says; a connection that ends while TLS is agreed upon, as it may when a hub goes down, is one of them
 * ({@code PahoExceptionTranslator} of 2.5.0). Then the device is opened anew, which needs new subscriptions.
 */
final class ConnectedDevice implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(ConnectedDevice.class);

    /** The SDK gives up four minutes after a loss unless told otherwise; a fleet outlives a hub that is away longer. */
    private static final Duration RECONNECT_FOR = Duration.ofDays(7);

    /**
     * How long a reboot takes to be reported. The answer is in the SDK's queue microseconds after a method returns, and
     * one queue serves both: the answer leaves first.
     */
    private static final Executor AFTER_THE_ANSWER = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final String deviceId;
    private final DeviceClient client;
    private final DeviceRecord record;
    private final DesiredProperties desired;
    private final DeviceMethods methods;

    /** One after the other; takes nothing any more when the device is closed. */
    private final ExecutorService openingAgain = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofVirtual().factory(),
            new DiscardPolicy());

    /** Before, the SDK takes no properties; what waited for the device may have been executed by then. */
    private volatile CompletableFuture<Void> subscribed = new CompletableFuture<>();

    private ConnectedDevice(RegisteredDevice registered, FleetSettings settings) {
        this.deviceId = registered.id();
        this.record = record(deviceId, settings);
        this.desired = new DesiredProperties(record, this::askForTwin, this::report);
        this.methods = new DeviceMethods(
                record,
                new Temper(settings.rates(), settings.latency(), settings.seed(), deviceId),
                new Methods(deviceId, settings.clock()),
                Pause.SLEEP,
                this::reportSoon);
        this.client = client(registered, settings);
        client.setRetryPolicy(new ExponentialBackoffWithJitter(Integer.MAX_VALUE, 100, 10_000, 100, true));
        client.setOperationTimeout(RECONNECT_FOR.toMillis());
        client.setConnectionStatusChangeCallback(this::statusChanged, null);
        // Opening subscribes to messages: what waited for the device may come before open has returned.
        client.setMessageCallback(new DeviceMessages(deviceId, record, methods, settings.messages()), null);
    }

    /**
     * Connects a device and subscribes it to messages, methods and twin.
     *
     * @throws SimulatorException if the hub is not there, is not trusted, or refuses the device; tried once
     */
    static ConnectedDevice connect(RegisteredDevice registered, FleetSettings settings) {
        ConnectedDevice device = new ConnectedDevice(registered, settings);
        try {
            device.open(false);
            return device;
        } catch (IotHubClientException e) {
            device.close();
            throw new SimulatorException(
                    "device %s cannot connect to %s:%d over %s: %s"
                            .formatted(
                                    registered.id(),
                                    settings.hostName(),
                                    settings.messages().port(),
                                    settings.messages().protocol(),
                                    Reasons.of(e)),
                    e);
        } catch (InterruptedException e) {
            device.close();
            Thread.currentThread().interrupt();
            throw new SimulatorException("device %s was interrupted while it connected".formatted(registered.id()), e);
        }
    }

    @Override
    public void close() {
        // When one device cannot connect, the others' threads are interrupted; the SDK does not disconnect on such a
        // one.
        boolean interrupted = Thread.interrupted();
        openingAgain.shutdown(); // not now: one that is interrupted may stay connected behind the SDK's back
        client.close();
        record.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(boolean withRetry) throws IotHubClientException, InterruptedException {
        client.open(withRetry);
        client.subscribeToMethods(methods, null);
        client.subscribeToDesiredProperties((twin, _) -> desired.changed(twin.getDesiredProperties()), null);
        subscribed.complete(null);
        desired.connected();
    }

    private void statusChanged(ConnectionStatusChangeContext change) {
        switch (change.getNewStatus()) {
            case CONNECTED -> {
                record.connected();
                LOGGER.infof("device connected deviceId=%s", deviceId);
                if (subscribed.isDone()) {
                    desired.connected(); // no hub keeps changes for a device that is away
                }
            }
            case DISCONNECTED_RETRYING -> {
                record.disconnected();
                LOGGER.warnf("device lost its connection deviceId=%s reason=%s", deviceId, change.getNewStatusReason());
            }
            case DISCONNECTED -> {
                if (change.getPreviousStatus() == IotHubConnectionStatus.CONNECTED) {
                    record.disconnected();
                }
                if (change.getNewStatusReason() == IotHubConnectionStatusChangeReason.CLIENT_CLOSE) {
                    LOGGER.infof("device ended its connection deviceId=%s", deviceId);
                } else {
                    givenUp(change.getNewStatusReason());
                }
            }
        }
    }

    private void givenUp(IotHubConnectionStatusChangeReason reason) {
        LOGGER.warnf("device was given up by the SDK, it is opened again deviceId=%s reason=%s", deviceId, reason);
        if (subscribed.isDone()) {
            subscribed = new CompletableFuture<>();
        }
        openingAgain.execute(this::openAgain); // the SDK holds its locks while it tells this
    }

    private void openAgain() {
        while (!openingAgain.isShutdown()) {
            try {
                open(true);
                if (openingAgain.isShutdown()) {
                    client.close(); // it was closed before it was open
                }
                return;
            } catch (IotHubClientException | IllegalStateException e) { // the latter: given up again meanwhile
                LOGGER.warnf("device could not be opened again deviceId=%s reason=%s", deviceId, Reasons.of(e));
                client.close();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts an opening", e);
            }
        }
    }

    private void askForTwin() {
        try {
            client.getTwinAsync(new TwinTaken(this::twinTaken), null);
        } catch (IllegalStateException e) {
            LOGGER.warnf("twin not asked for, the device is closed deviceId=%s", deviceId);
        }
    }

    private void twinTaken(int status, JsonObject twin) {
        if (status == OK) {
            desired.whole(twin);
        } else {
            LOGGER.warnf("hub refused the twin deviceId=%s status=%d", deviceId, status);
        }
    }

    private void reportSoon(Map<String, Object> properties) {
        JsonObject json = new Gson().toJsonTree(properties).getAsJsonObject();
        var _ = subscribed.thenRunAsync(() -> report(json), AFTER_THE_ANSWER);
    }

    private void report(JsonObject properties) {
        try {
            client.updateReportedPropertiesAsync(
                    new TwinCollection(Map.<String, Object>copyOf(properties.asMap())),
                    new ReportTaken(status -> reported(properties, status)),
                    null);
        } catch (IllegalStateException e) {
            LOGGER.warnf("properties not reported, the device is closed deviceId=%s", deviceId);
        }
    }

    private void reported(JsonObject properties, int status) {
        if (status == OK || status == NO_CONTENT) {
            record.reported(properties);
        } else {
            LOGGER.warnf("hub refused reported properties deviceId=%s status=%d", deviceId, status);
        }
    }

    private static DeviceRecord record(String deviceId, FleetSettings settings) {
        try {
            return DeviceRecord.open(settings.recordDirectory(), deviceId, settings.clock());
        } catch (IOException e) {
            throw new SimulatorException(
                    "cannot write the record of %s in %s: %s"
                            .formatted(deviceId, settings.recordDirectory(), Reasons.of(e)),
                    e);
        }
    }

    private static DeviceClient client(RegisteredDevice device, FleetSettings settings) {
        // The SDK decodes the id: ; and = would end it otherwise.
        String connectionString = "HostName=%s;DeviceId=%s;SharedAccessKey=%s"
                .formatted(settings.hostName(), URLEncoder.encode(device.id(), StandardCharsets.UTF_8), device.key());
        ClientOptions options = ClientOptions.builder()
                .sslContext(settings.trust())
                .logRoutineDisconnectsAsErrors(false)
                .build();
        return new DeviceClient(connectionString, settings.messages().protocol(), options);
    }
}
