package io.downlink.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.FeedbackReader;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Kafka as a producer sees it: it acknowledges at once, or when the test says so. */
final class FakeKafka {
    final List<ProducerRecord<byte[], byte[]>> records = new CopyOnWriteArrayList<>();

    private final Set<String> tooLarge = new HashSet<>();
    private final Deque<UniEmitter<? super Void>> waiting = new ArrayDeque<>();
    private boolean silent;

    Uni<Void> write(ProducerRecord<byte[], byte[]> record) {
        return Uni.createFrom().emitter(emitter -> write(record, emitter));
    }

    private synchronized void write(ProducerRecord<byte[], byte[]> record, UniEmitter<? super Void> emitter) {
        if (tooLarge.contains(new String(record.key(), UTF_8))) {
            emitter.fail(new RecordTooLargeException("on purpose"));
            return;
        }
        records.add(record);
        if (silent) {
            waiting.add(emitter);
        } else {
            emitter.complete(null);
        }
    }

    /** Takes records, and acknowledges none. */
    synchronized void fallSilent() {
        silent = true;
    }

    void acknowledgeOne() {
        next().complete(null);
    }

    void answerAgain() {
        List<UniEmitter<? super Void>> all;
        synchronized (this) {
            silent = false;
            all = List.copyOf(waiting);
            waiting.clear();
        }
        all.forEach(emitter -> emitter.complete(null));
    }

    synchronized void findTooLarge(String deviceId) {
        tooLarge.add(deviceId);
    }

    List<Feedback> feedback() {
        return records.stream()
                .map(record -> FeedbackReader.read(record.value()).orElseThrow())
                .toList();
    }

    List<String> eventIds() {
        return records.stream()
                .map(record -> new String(record.headers().lastHeader("ce_id").value(), UTF_8))
                .toList();
    }

    private synchronized UniEmitter<? super Void> next() {
        return waiting.remove();
    }
}
