package io.downlink.emulator.faults;

/**
 * A fault in force.
 *
 * @param id to remove it by
 * @param seed of its random: with the same one, and the same events, it strikes the same ones
 * @param struck how often it did
 */
public record FaultReport(String id, Fault fault, long seed, long struck) {}
