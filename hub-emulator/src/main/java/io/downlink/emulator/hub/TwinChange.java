package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a service wants to change in a twin.
 *
 * @param tags null: leave them
 * @param desired null: leave them
 * @param replace false: merge, where null deletes; true: what is given takes the place of what was
 */
public record TwinChange(
        @Nullable ObjectNode tags, @Nullable ObjectNode desired, boolean replace) {}
