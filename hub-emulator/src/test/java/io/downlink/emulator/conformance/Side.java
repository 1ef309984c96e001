package io.downlink.emulator.conformance;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import java.util.List;

/** Who speaks to the hub. */
enum Side {
    DEVICE("Devices"),
    SERVICE("Services");

    private final String title;

    Side(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** What the SDK of this side speaks, in the order of the columns. */
    List<IotHubClientProtocol> protocols() {
        return switch (this) {
            case DEVICE ->
                List.of(
                        IotHubClientProtocol.MQTT,
                        IotHubClientProtocol.MQTT_WS,
                        IotHubClientProtocol.AMQPS,
                        IotHubClientProtocol.AMQPS_WS,
                        IotHubClientProtocol.HTTPS);
            case SERVICE ->
                List.of(IotHubClientProtocol.AMQPS, IotHubClientProtocol.AMQPS_WS, IotHubClientProtocol.HTTPS);
        };
    }
}
