package io.downlink.emulator.conformance;

import static com.microsoft.azure.sdk.iot.device.IotHubClientProtocol.AMQPS;
import static com.microsoft.azure.sdk.iot.device.IotHubClientProtocol.AMQPS_WS;
import static com.microsoft.azure.sdk.iot.device.IotHubClientProtocol.HTTPS;
import static com.microsoft.azure.sdk.iot.device.IotHubClientProtocol.MQTT;
import static com.microsoft.azure.sdk.iot.device.IotHubClientProtocol.MQTT_WS;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import java.util.Set;

/** What IoT Hub offers to the Java SDKs, and over which of their protocols, in the order of the rows. */
public enum Feature {
    TELEMETRY(Side.DEVICE, "Telemetry", MQTT, MQTT_WS, AMQPS, AMQPS_WS, HTTPS),
    CLOUD_TO_DEVICE(Side.DEVICE, "Cloud-to-device messages", MQTT, MQTT_WS, AMQPS, AMQPS_WS, HTTPS),
    /** MQTT has no word for it. */
    MESSAGE_OUTCOMES(Side.DEVICE, "Messages abandoned and rejected", AMQPS, AMQPS_WS, HTTPS),
    DIRECT_METHODS(Side.DEVICE, "Direct methods", MQTT, MQTT_WS, AMQPS, AMQPS_WS),
    TWINS(Side.DEVICE, "Twins", MQTT, MQTT_WS, AMQPS, AMQPS_WS),
    MODULES(Side.DEVICE, "Modules", MQTT, MQTT_WS, AMQPS, AMQPS_WS),
    MULTIPLEXING(Side.DEVICE, "Many devices on one connection", AMQPS, AMQPS_WS),
    KEYS(Side.DEVICE, "Keys and tokens", MQTT, MQTT_WS, AMQPS, AMQPS_WS, HTTPS),
    /** The SDK's readme: AMQPS_WS connections cannot use them. */
    CERTIFICATES(Side.DEVICE, "X.509 certificates of devices", MQTT, MQTT_WS, AMQPS, HTTPS),
    MODULE_CERTIFICATES(Side.DEVICE, "X.509 certificates of modules", MQTT, MQTT_WS, AMQPS),
    /** Whatever the device speaks otherwise. */
    FILE_UPLOAD(Side.DEVICE, "File upload", HTTPS),

    BEARER_TOKENS(Side.SERVICE, "Bearer tokens", AMQPS, AMQPS_WS, HTTPS),
    SENDING(Side.SERVICE, "Cloud-to-device messages", AMQPS, AMQPS_WS),
    FEEDBACK(Side.SERVICE, "Feedback", AMQPS, AMQPS_WS),
    FILE_NOTIFICATIONS(Side.SERVICE, "File upload notifications", AMQPS, AMQPS_WS),
    DEVICE_IDENTITIES(Side.SERVICE, "Device identities and twins", HTTPS),
    MODULE_IDENTITIES(Side.SERVICE, "Module identities", HTTPS),
    QUERIES(Side.SERVICE, "Queries", HTTPS),
    JOBS(Side.SERVICE, "Jobs", HTTPS),
    CONFIGURATIONS(Side.SERVICE, "Configurations", HTTPS),
    IMPORT_AND_EXPORT(Side.SERVICE, "Import and export jobs", HTTPS),
    DIGITAL_TWINS(Side.SERVICE, "Digital twins", HTTPS);

    private final Side side;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot be changed
    private final Set<IotHubClientProtocol> protocols;

    Feature(Side side, String title, IotHubClientProtocol... protocols) {
        this.side = side;
        this.title = title;
        this.protocols = Set.of(protocols);
    }

    Side side() {
        return side;
    }

    String title() {
        return title;
    }

    /** Whether IoT Hub and its SDK have it over this protocol. */
    boolean isOfferedOver(IotHubClientProtocol protocol) {
        return protocols.contains(protocol);
    }
}
