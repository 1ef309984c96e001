package io.downlink.emulator.hub;

/**
 * Something that the hub accepted and must not forget. Each kind tells the whole of what it is about, not a difference,
 * so that the last one counts.
 */
public interface Change {}
