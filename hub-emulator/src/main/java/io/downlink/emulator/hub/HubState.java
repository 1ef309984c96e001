package io.downlink.emulator.hub;

import io.downlink.emulator.hub.HubChange.BatchEnded;
import io.downlink.emulator.hub.HubChange.BatchReturned;
import io.downlink.emulator.hub.HubChange.BatchSealed;
import io.downlink.emulator.hub.HubChange.ClientRemoved;
import io.downlink.emulator.hub.HubChange.ClientWritten;
import io.downlink.emulator.hub.HubChange.FeedbackCollected;
import io.downlink.emulator.hub.HubChange.FeedbackForgotten;
import io.downlink.emulator.hub.HubChange.MessageEnded;
import io.downlink.emulator.hub.HubChange.MessageMoved;
import io.downlink.emulator.hub.HubChange.MessageQueued;
import io.downlink.emulator.hub.HubChange.QueueNumbered;
import io.downlink.emulator.hub.HubChange.RegistryNumbered;
import io.downlink.emulator.hub.HubChange.SessionWritten;
import io.downlink.emulator.hub.HubChange.TwinWritten;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a hub has to remember, put together from its changes. One thread uses it at a time. */
public final class HubState {
    // By the client as text, so that a device comes before its modules: they cannot be without it.
    private final NavigableMap<String, ClientState> clients = new TreeMap<>();
    private final FeedbackBatches batches = new FeedbackBatches();
    private long writes;

    /** Takes a change in; one of a client that is gone is left out. */
    public void apply(HubChange change) {
        switch (change) {
            case ClientWritten(Identity identity, long write) -> {
                written(identity);
                writes = Math.max(writes, write);
            }
            case ClientRemoved(ClientGeneration client) -> of(client, _ -> remove(client.client()));
            case RegistryNumbered(long count) -> writes = Math.max(writes, count);
            case TwinWritten(ClientGeneration client, TwinState twin) -> of(client, state -> state.write(twin));
            case SessionWritten(ClientGeneration client, SessionState session) ->
                of(client, state -> state.write(session));
            case MessageQueued(ClientGeneration client, MessageState message) ->
                of(client, state -> state.queue(message));
            case MessageMoved(ClientGeneration client, long number, boolean delivered, int returns) ->
                of(client, state -> state.move(number, delivered, returns));
            case MessageEnded(ClientGeneration client, long number, FeedbackState feedback) -> {
                of(client, state -> state.end(number));
                if (feedback != null) {
                    batches.add(feedback);
                }
            }
            case QueueNumbered(ClientGeneration client, long last) -> of(client, state -> state.number(last));
            case FeedbackCollected(FeedbackState feedback) -> batches.add(feedback);
            case BatchSealed sealed -> batches.seal(sealed);
            case BatchReturned returned -> batches.giveBack(returned);
            case BatchEnded(long batch) -> batches.end(batch);
            case FeedbackForgotten(var numbers) -> batches.forget(numbers);
        }
    }

    /** The fewest changes that lead to the same state. */
    public Stream<HubChange> changes() {
        return Stream.of(
                        Stream.of(new RegistryNumbered(writes)),
                        clients.values().stream().flatMap(ClientState::changes),
                        batches.changes())
                .flatMap(part -> part);
    }

    /** How often the registry was written. */
    long writes() {
        return writes;
    }

    /** Devices and modules, each device before its modules. */
    Collection<ClientState> clients() {
        return clients.values();
    }

    /** The batches that are not settled, the oldest first. */
    FeedbackBatches feedback() {
        return batches;
    }

    private void written(Identity identity) {
        ClientId id = identity.id();
        ClientState present = clients.get(id.toString());
        if (present != null && present.identity().generationId().equals(identity.generationId())) {
            present.write(identity);
        } else if (id.module() == null || clients.containsKey(id.device().value())) {
            clients.put(id.toString(), new ClientState(identity));
        }
    }

    private void remove(ClientId client) {
        clients.remove(client.toString());
        if (client.module() == null) {
            String device = client.device().value();
            clients.subMap(device + '/', device + (char) ('/' + 1)).clear(); // its modules
        }
    }

    private void of(ClientGeneration client, Consumer<ClientState> change) {
        ClientState present = clients.get(client.client().toString());
        if (present != null && present.identity().generationId().equals(client.generationId())) {
            change.accept(present);
        }
    }
}
