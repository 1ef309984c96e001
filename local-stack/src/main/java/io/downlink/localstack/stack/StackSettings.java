package io.downlink.localstack.stack;

import java.nio.file.Path;

/**
 * Where a stack listens and writes.
 *
 * @param dir the directory of everything that it writes
 * @param hubDir where the hub keeps what it made at its first start, its certificate authority among it
 * @param kafkaPort 0 for a free one
 * @param hubAddress a loopback address; the hub's ports are fixed, because the SDKs of devices know no others
 * @param services for health and metrics
 */
public record StackSettings(Path dir, Path hubDir, int kafkaPort, String hubAddress, ServicePorts services) {
    /** Where the hub takes HTTPS beside 443, which only root may open on many systems. */
    public static final int HUB_HTTPS_PORT = 8443;
    /** Where it takes HTTPS too, if it may. */
    static final int HTTPS_STANDARD_PORT = 443;
    /** Where the hub takes AMQP. */
    public static final int HUB_AMQPS_PORT = 5671;
    /** Where the hub takes MQTT. */
    public static final int HUB_MQTTS_PORT = 8883;

    /** A stack whose hub keeps its own in the stack's directory. */
    public static StackSettings in(Path dir, int kafkaPort, String hubAddress, ServicePorts services) {
        return new StackSettings(dir, hubDir(dir), kafkaPort, hubAddress, services);
    }

    /** Where the hub of a stack in this directory keeps its own. */
    public static Path hubDir(Path dir) {
        return dir.resolve("hub");
    }

    /** What the devices wrote down, a file for each. */
    public Path deviceRecords() {
        return dir.resolve("devices");
    }

    /** The certificate authority that the hub made for itself at its first start, in PEM. */
    public Path caFile() {
        return caFile(hubDir);
    }

    static Path caFile(Path hubDir) {
        return hubDir.resolve("ca.pem");
    }
}
