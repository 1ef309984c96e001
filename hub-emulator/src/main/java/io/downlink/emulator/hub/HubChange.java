package io.downlink.emulator.hub;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a hub accepted, apart from its jobs. */
public sealed interface HubChange extends Change {
    /**
     * A device or module is in the registry, or is there in another way.
     *
     * @param write the number of this write of the registry, which its etag tells
     */
    record ClientWritten(Identity identity, long write) implements HubChange {}

    /** It is not there any more. */
    record ClientRemoved(ClientGeneration client) implements HubChange {}

    /** So many writes of the registry there were; told where those who were written may be gone. */
    record RegistryNumbered(long writes) implements HubChange {}

    record TwinWritten(ClientGeneration client, TwinState twin) implements HubChange {}

    /** What the client's next connection finds. */
    record SessionWritten(ClientGeneration client, SessionState session) implements HubChange {}

    /** A message is in the client's queue. */
    record MessageQueued(ClientGeneration client, MessageState message) implements HubChange {}

    /** It was delivered, or came back. */
    record MessageMoved(ClientGeneration client, long sequenceNumber, boolean delivered, int returns)
            implements HubChange {}

    /**
     * It left the queue.
     *
     * @param feedback what its sender is to hear; null: nothing. The two are one change, so that neither is without the
     *     other
     */
    record MessageEnded(
            ClientGeneration client,
            long sequenceNumber,
            @Nullable FeedbackState feedback) implements HubChange {}

    /** The last sequence number of a queue; told where its message may be gone. */
    record QueueNumbered(ClientGeneration client, long lastSequenceNumber) implements HubChange {}

    /** A record of feedback waits to be sent, without a message that ends now. */
    record FeedbackCollected(FeedbackState feedback) implements HubChange {}

    /** The batch is whole and can be received. */
    record BatchSealed(long batch, Instant at) implements HubChange {}

    /** It came back so often. */
    record BatchReturned(long batch, int returns) implements HubChange {}

    /** It was received, or given up. */
    record BatchEnded(long batch) implements HubChange {}

    /** These records are not to be sent any more: their device is gone. */
    record FeedbackForgotten(List<Long> numbers) implements HubChange {}
}
