package io.downlink.emulator.hub;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All devices and modules at one moment, in numbers.
 *
 * @param devices how many there are
 * @param connections of devices and modules, by what they are connected by
 * @param messages cloud-to-device messages that nobody settled yet
 * @param online some of the devices and modules that are connected: the first in the order in which they were looked at
 */
public record Overview(
        Registry.Counts devices, Map<Transport, Integer> connections, long messages, List<ClientSnapshot> online) {

    /** Copies. */
    public Overview {
        connections = Map.copyOf(connections);
        online = List.copyOf(online);
    }

    /** Looks at all of them, and keeps so many that are connected. */
    static Overview of(Stream<Client> clients, int onlineMax) {
        Tally tally = new Tally(onlineMax);
        clients.map(Client::snapshot).forEach(tally::add);
        return tally.overview();
    }

    private static final class Tally {
        /** A virtual thread that only computes keeps its processor from all others. */
        private static final int AT_ONCE = 1_000;

        private final Map<Transport, Integer> connections = new EnumMap<>(Transport.class);
        private final List<ClientSnapshot> online = new ArrayList<>();
        private final int onlineMax;
        private int seen;
        private int total;
        private int enabled;
        private int connected;
        private long messages;

        Tally(int onlineMax) {
            this.onlineMax = onlineMax;
        }

        @SuppressWarnings("ThreadPriorityCheck") // yielding is no hint to a virtual thread: the next one runs
        void add(ClientSnapshot client) {
            if (++seen % AT_ONCE == 0) {
                Thread.yield();
            }
            messages += client.messages();
            Transport transport = client.transport();
            if (transport != null) {
                connections.merge(transport, 1, Integer::sum);
                if (online.size() < onlineMax) {
                    online.add(client);
                }
            }
            if (client.identity().id().module() == null) {
                total++;
                enabled += client.identity().enabled() ? 1 : 0;
                connected += transport == null ? 0 : 1;
            }
        }

        Overview overview() {
            return new Overview(new Registry.Counts(total, enabled, connected), connections, messages, online);
        }
    }
}
