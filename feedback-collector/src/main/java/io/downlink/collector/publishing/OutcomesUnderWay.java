package io.downlink.collector.publishing;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which messages' outcomes were given to Kafka, so that nobody can say yet that there is none: those that Kafka has not
 * acknowledged, and while somebody watches, those that it has. May be called from any thread.
 */
final class OutcomesUnderWay {
    private final Map<Key, Integer> beingWritten = new ConcurrentHashMap<>();
    private final Set<Key> written = ConcurrentHashMap.newKeySet();
    private volatile boolean watched;

    private record Key(String deviceId, String messageId) {}

    void watch() {
        written.clear();
        watched = true;
    }

    void watchNoMore() {
        watched = false;
        written.clear();
    }

    void begins(String deviceId, String messageId) {
        beingWritten.merge(new Key(deviceId, messageId), 1, Integer::sum);
    }

    void ended(String deviceId, String messageId) {
        Key key = new Key(deviceId, messageId);
        if (watched) {
            written.add(key); // first: it must not be missing from both
        }
        beingWritten.computeIfPresent(key, (_, times) -> times == 1 ? null : times - 1);
    }

    boolean has(String deviceId, String messageId) {
        Key key = new Key(deviceId, messageId);
        return beingWritten.containsKey(key) || written.contains(key);
    }
}
