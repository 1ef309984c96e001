package io.downlink.emulator.hub;

/**
 * A direct method on its way to a device.
 *
 * @param requestId names the call within its session; the device answers with it
 * @param method its name
 * @param payload JSON text
 */
public record MethodRequest(long requestId, String method, String payload) {}
