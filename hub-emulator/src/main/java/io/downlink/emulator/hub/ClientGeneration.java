package io.downlink.emulator.hub;

/**
 * One of the clients that had the same id one after the other.
 *
 * @param generationId as in its identity
 */
public record ClientGeneration(ClientId client, String generationId) {
    static ClientGeneration of(Identity identity) {
        return new ClientGeneration(identity.id(), identity.generationId());
    }
}
