package io.downlink.gateway.dispatch;

import io.downlink.hub.HubCommands;

/**
 * A configured hub.
 *
 * @param name as commands name it
 * @param client how it is called
 * @param permits how many calls it may have open
 */
public record Hub(String name, HubCommands client, CallPermits permits) {}
