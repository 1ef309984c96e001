package io.downlink.emulator.hub;

import java.time.Duration;

/** The limits of the service. */
final class Limits {
    /** Identities in one bulk request (iot-hub-devguide-identity-registry). */
    static final int BULK_ITEMS_MAX = 100;

    /** Modules of one device (iot-hub-devguide-quotas-throttling). */
    static final int MODULES_PER_DEVICE_MAX = 50;

    /** Of a direct method's payload and of its answer, in bytes (learn.microsoft.com: iot-hub-devguide-direct-methods). */
    static final int METHOD_PAYLOAD_BYTES_MAX = 128 * 1024;

    /** Shortest wait for the device's answer (iot-hub-devguide-direct-methods). */
    static final Duration RESPONSE_TIMEOUT_MIN = Duration.ofSeconds(5);

    /** Longest wait for the device's answer (iot-hub-devguide-direct-methods). */
    static final Duration RESPONSE_TIMEOUT_MAX = Duration.ofMinutes(5);

    /** Longest wait for the device to connect and subscribe (iot-hub-devguide-direct-methods). */
    static final Duration CONNECT_TIMEOUT_MAX = Duration.ofMinutes(5);

    /** Of a method's name, in characters; what the SDKs allow. */
    static final int METHOD_NAME_LENGTH_MAX = 128;

    /** Of a twin's desired and of its reported properties, in bytes (iot-hub-devguide-device-twins). */
    static final int TWIN_PROPERTIES_BYTES_MAX = 32 * 1024;

    /** Of a twin's tags, in bytes (iot-hub-devguide-device-twins). */
    static final int TWIN_TAGS_BYTES_MAX = 8 * 1024;

    /** Of objects within objects in a twin (iot-hub-devguide-device-twins). */
    static final int TWIN_DEPTH_MAX = 10;

    /** Of a key in a twin, in bytes (iot-hub-devguide-device-twins). */
    static final int TWIN_KEY_BYTES_MAX = 1024;

    /** Of a text in a twin, in bytes (iot-hub-devguide-device-twins). */
    static final int TWIN_TEXT_BYTES_MAX = 4 * 1024;

    /** Largest integer in a twin; the smallest is one below its negative (iot-hub-devguide-device-twins). */
    static final long TWIN_INTEGER_MAX = (1L << 52) - 1;

    /** Of a cloud-to-device message with all its texts, in bytes (iot-hub-devguide-quotas-throttling). */
    static final int MESSAGE_BYTES_MAX = 64 * 1024;

    /** Of a message from a device with its properties, in bytes (iot-hub-devguide-quotas-throttling). */
    static final int TELEMETRY_BYTES_MAX = 256 * 1024;

    /** Cloud-to-device messages that wait for one device or are on their way to it (iot-hub-devguide-messages-c2d). */
    static final int MESSAGES_PER_DEVICE_MAX = 50;

    /** Longest life of a cloud-to-device message (iot-hub-devguide-messages-c2d). */
    static final Duration MESSAGE_TIME_TO_LIVE_MAX = Duration.ofDays(2);

    /** Records in one batch of feedback (iot-hub-devguide-messages-c2d). */
    static final int FEEDBACK_RECORDS_MAX = 64;

    private Limits() {}
}
