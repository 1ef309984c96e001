package io.downlink.gateway.dispatch;

import io.downlink.gateway.pacing.Pacer;
import io.downlink.hub.HubCommands;

/**
 * A configured hub.
 *
 * @param name as commands name it
 * @param client how it is called
 * @param pacer says which of its calls starts next
 */
public record Hub(String name, HubCommands client, Pacer pacer) {}
