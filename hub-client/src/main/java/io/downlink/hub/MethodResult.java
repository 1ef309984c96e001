package io.downlink.hub;

/**
 * A device's answer.
 *
 * @param status any integer, as the device chose it
 * @param payloadJson one JSON value, {@code null} where there was none
 */
public record MethodResult(int status, String payloadJson) {}
