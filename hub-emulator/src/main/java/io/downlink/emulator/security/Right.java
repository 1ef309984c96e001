package io.downlink.emulator.security;

/**
 * What a shared access policy allows.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-dev-guide-sas">Control access with SAS</a>
 */
public enum Right {
    REGISTRY_READ,
    REGISTRY_WRITE,
    SERVICE_CONNECT,
    DEVICE_CONNECT,
    /** To operate the emulator itself. Not one of the service's; here the owner's policy has it. */
    OPERATE_EMULATOR
}
