package io.downlink.emulator.hub;

import io.downlink.emulator.hub.HubChange.ClientWritten;
import io.downlink.emulator.hub.HubChange.MessageQueued;
import io.downlink.emulator.hub.HubChange.QueueNumbered;
import io.downlink.emulator.hub.HubChange.SessionWritten;
import io.downlink.emulator.hub.HubChange.TwinWritten;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is to remember of one device or module. */
final class ClientState {
    private final NavigableMap<Long, MessageState> messages = new TreeMap<>();
    private Identity identity;
    private @Nullable TwinState twin;
    private SessionState session = SessionState.NONE;
    private long lastSequenceNumber;

    ClientState(Identity identity) {
        this.identity = identity;
    }

    Identity identity() {
        return identity;
    }

    /** Null if the hub ended before it was written. */
    @Nullable
    TwinState twin() {
        return twin;
    }

    SessionState session() {
        return session;
    }

    /** In the order in which they came. */
    Collection<MessageState> messages() {
        return messages.values();
    }

    long lastSequenceNumber() {
        return lastSequenceNumber;
    }

    void write(Identity replaced) {
        identity = replaced;
    }

    void write(TwinState written) {
        twin = twin == null ? written : twin.then(written);
    }

    void write(SessionState written) {
        session = written;
    }

    void queue(MessageState message) {
        messages.put(message.sequenceNumber(), message);
        number(message.sequenceNumber());
    }

    void move(long sequenceNumber, boolean delivered, int returns) {
        messages.computeIfPresent(sequenceNumber, (_, message) -> message.moved(delivered, returns));
    }

    void end(long sequenceNumber) {
        messages.remove(sequenceNumber);
    }

    void number(long sequenceNumber) {
        lastSequenceNumber = Math.max(lastSequenceNumber, sequenceNumber);
    }

    Stream<HubChange> changes() {
        ClientGeneration client = ClientGeneration.of(identity);
        List<HubChange> changes = new ArrayList<>();
        changes.add(new ClientWritten(identity, 0)); // the writes are told by themselves
        if (twin != null) {
            changes.add(new TwinWritten(client, twin));
        }
        if (session.kept()) {
            changes.add(new SessionWritten(client, session));
        }
        messages.values().forEach(message -> changes.add(new MessageQueued(client, message)));
        if (lastSequenceNumber > 0) {
            changes.add(new QueueNumbered(client, lastSequenceNumber));
        }
        return changes.stream();
    }
}
