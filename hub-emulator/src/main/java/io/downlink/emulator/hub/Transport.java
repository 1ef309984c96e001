package io.downlink.emulator.hub;

/** How a client is connected to the hub; one that uses HTTPS is not. */
public enum Transport {
    MQTT,
    MQTT_WS,
    AMQP,
    AMQP_WS
}
