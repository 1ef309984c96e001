package io.downlink.contracts.methods;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * The call of a direct method.
 *
 * @param name at most 128 characters, without {@code $}, {@code .} and space
 * @param payload any JSON value, at most 128 KB in UTF-8; JSON null where the request has none
 * @param connectTimeout how long the hub waits for an offline device: 0 s to 300 s in whole seconds, no longer than the
 *     response timeout
 * @param responseTimeout how long the device may take: 5 s to 300 s in whole seconds
 */
public record Method(String name, JsonNode payload, Duration connectTimeout, Duration responseTimeout) {}
