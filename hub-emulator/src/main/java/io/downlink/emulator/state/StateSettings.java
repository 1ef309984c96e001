package io.downlink.emulator.state;

import java.nio.file.Path;

/**
 * Where a hub keeps what it must not forget.
 *
 * @param directory made when missing; its own, and one hub's at a time
 * @param sync whether each change is on the device before anybody is told of it: it then survives the end of the machine,
 *     and not of the process alone
 */
public record StateSettings(Path directory, boolean sync) {}
