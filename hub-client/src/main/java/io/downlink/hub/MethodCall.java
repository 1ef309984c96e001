package io.downlink.hub;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One direct method call.
 *
 * @param deviceId as registered, not escaped: {@code a#b}, {@code a?b} and {@code a%2Fb} are device ids like others
 * @param moduleId null for the device itself
 * @param method at most 128 characters, without {@code $}, {@code .} and space
 * @param payloadJson one JSON value; members that are null are kept
 * @param connectTimeout how long the hub waits for the device to connect: 0 s to 300 s, whole seconds
 * @param responseTimeout how long the device may take: 5 s to 300 s, whole seconds, not below the connect timeout
 */
public record MethodCall(
        String deviceId,
        @Nullable String moduleId,
        String method,
        String payloadJson,
        Duration connectTimeout,
        Duration responseTimeout) {}
