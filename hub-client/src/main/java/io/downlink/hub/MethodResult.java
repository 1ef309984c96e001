package io.downlink.hub;

/**
 * A device's answer.
 *
 * @param status any integer, as the device chose it
 * @param payloadJson one JSON value, {@code null} where there was none. The SDK drops members that are null.
 */
public record MethodResult(int status, String payloadJson) {}
