package io.downlink.contracts.jobs;

/**
 * Which job this is.
 *
 * @param hub the configured name of the hub, {@code default} unless the request says otherwise
 * @param jobId unique in that hub, and the key of the Kafka record: at most 64 letters, digits and {@code -}
 */
public record JobId(String hub, String jobId) {}
