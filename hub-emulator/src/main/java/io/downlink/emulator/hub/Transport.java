package io.downlink.emulator.hub;

/** How a client reaches the hub. */
public enum Transport {
    MQTT,
    MQTT_WS,
    AMQP,
    AMQP_WS,
    HTTPS
}
