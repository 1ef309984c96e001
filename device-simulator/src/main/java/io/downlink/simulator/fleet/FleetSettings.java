package io.downlink.simulator.fleet;

import io.downlink.simulator.behaviour.Latency;
import io.downlink.simulator.behaviour.Temper.Rates;
import java.nio.file.Path;
import java.time.Clock;
import javax.net.ssl.SSLContext;

/**
 * What the devices of a fleet have in common.
 *
 * @param hostName the hub's; with a dot in it, as the SDK demands. The port is always the protocol's own
 * @param trust what the devices trust the hub's certificate by
 * @param messages what they do with messages, which also says how they connect
 * @param recordDirectory where each device's record stands
 * @param seed of all that is left to chance
 */
public record FleetSettings(
        String hostName,
        SSLContext trust,
        Settlement messages,
        Path recordDirectory,
        Rates rates,
        Latency latency,
        long seed,
        Clock clock) {}
