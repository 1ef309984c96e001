package io.downlink.simulator.fleet;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubConflictException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import io.downlink.hub.HubSettings;
import io.downlink.hub.RequestHeaders;
import io.downlink.hub.SharedAccessPolicy;
import java.io.IOException;
import java.util.List;
import java.util.stream.Gatherers;

/** The hub's identity registry, as far as a fleet needs it; asks for the policy {@code registryReadWrite}. */
public final class Registry {
    /** The JDK keeps five connections to a host unless told otherwise; beyond them each request pays a TLS handshake. */
    private static final int REQUESTS_MAX = 4;

    private final RegistryClient client;
    private final String address;

    public Registry(HubSettings hub) {
        RequestHeaders.hideFromLogs();
        this.address = hub.hostName() + ":" + hub.httpsPort();
        // With a host name and a credential the client takes a port; with a connection string it knows only 443.
        this.client = new RegistryClient(address, new AzureSasCredential(token(hub)));
    }

    /**
     * Makes sure that the hub knows the devices: creates those that it does not know, and leaves the others as they are.
     *
     * @return in the same order, with the keys that the hub has
     * @throws SimulatorException if the hub is not there, is not trusted, refuses the policy, or a device has no key
     */
    public List<RegisteredDevice> register(List<String> deviceIds) {
        return deviceIds.stream()
                .gather(Gatherers.mapConcurrent(REQUESTS_MAX, this::register))
                .toList();
    }

    private RegisteredDevice register(String deviceId) {
        try {
            String key = getOrCreate(deviceId).getPrimaryKey();
            if (key == null) {
                throw new SimulatorException(
                        "device %s is registered on %s without a symmetric key".formatted(deviceId, address), null);
            }
            return new RegisteredDevice(deviceId, key);
        } catch (IotHubException | IOException e) {
            throw new SimulatorException(
                    "cannot register %s on https://%s: %s".formatted(deviceId, address, Reasons.of(e)), e);
        }
    }

    private Device getOrCreate(String deviceId) throws IOException, IotHubException {
        try {
            return client.getDevice(deviceId);
        } catch (IotHubNotFoundException _) {
            return create(deviceId);
        }
    }

    private Device create(String deviceId) throws IOException, IotHubException {
        try {
            return client.addDevice(new Device(deviceId));
        } catch (IotHubConflictException _) {
            // Somebody else was faster, or the JDK repeated the request: a PUT that loses its connection is sent again.
            return client.getDevice(deviceId);
        }
    }

    /** Good for an hour, as the SDK makes it: a fleet registers once. */
    private static String token(HubSettings hub) {
        if (!(hub.credential() instanceof SharedAccessPolicy policy)) {
            throw new IllegalArgumentException("a fleet is registered with the connection string of a policy");
        }
        String connectionString = "HostName=%s;SharedAccessKeyName=%s;SharedAccessKey=%s"
                .formatted(hub.hostName(), policy.name(), policy.key());
        return new IotHubServiceSasToken(IotHubConnectionStringBuilder.createIotHubConnectionString(connectionString))
                .toString();
    }
}
