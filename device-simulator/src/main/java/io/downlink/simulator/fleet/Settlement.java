package io.downlink.simulator.fleet;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import java.util.Locale;

/** What devices do with messages. Over MQTT they can only complete them, so those that do anything else use AMQP. */
public enum Settlement {
    COMPLETE(IotHubClientProtocol.MQTT, 8883, IotHubMessageResult.COMPLETE),
    /** The hub delivers it again, until it has had enough. */
    ABANDON(IotHubClientProtocol.AMQPS, 5671, IotHubMessageResult.ABANDON),
    REJECT(IotHubClientProtocol.AMQPS, 5671, IotHubMessageResult.REJECT);

    private final IotHubClientProtocol protocol;
    private final int port;
    private final IotHubMessageResult result;

    Settlement(IotHubClientProtocol protocol, int port, IotHubMessageResult result) {
        this.protocol = protocol;
        this.port = port;
        this.result = result;
    }

    IotHubClientProtocol protocol() {
        return protocol;
    }

    /** Where every hub speaks it. */
    int port() {
        return port;
    }

    IotHubMessageResult result() {
        return result;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
