package io.downlink.emulator.hub;

/**
 * What a device answered to a direct method.
 *
 * @param status the number the device chose; it means nothing to the hub
 * @param payload JSON text
 */
public record MethodAnswer(int status, String payload) {}
