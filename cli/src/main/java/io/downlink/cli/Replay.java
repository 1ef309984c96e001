package io.downlink.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What replaying a dead letter means, before it is done. */
sealed interface Replay {

    /** It goes to the topic that it came from, as it came. */
    record Again(ProducerRecord<byte[], byte[]> record) implements Replay {}

    /** @param why in words, with the remedy where there is one */
    record LeftOut(String why) implements Replay {}

    /**
     * Decides.
     *
     * @param newDeadline to be written into it; null: its own counts
     */
    static Replay of(DeadLetter letter, @Nullable Instant newDeadline, Instant now) {
        String topic = letter.origin();
        byte[] value = letter.record().value();
        if (topic == null) {
            return new LeftOut("nothing says which topic it came from");
        }
        if (value == null) {
            return new LeftOut("it has no value, or was too large to be kept with it");
        }
        if (newDeadline != null && letter.deadline().isPresent()) {
            Optional<RequestBody> body = letter.body();
            return body.isEmpty()
                    ? new LeftOut("it is no JSON object, into which a deadline could be written")
                    : record(topic, letter, body.get().until(newDeadline));
        }
        Optional<Instant> expired = letter.deadline().filter(deadline -> !deadline.isAfter(now));
        return expired.isPresent()
                ? new LeftOut("expired at " + expired.get() + ": --new-deadline PT1H sends it nevertheless")
                : record(topic, letter, value);
    }

    private static Again record(String topic, DeadLetter letter, byte[] value) {
        List<Header> headers = letter.headers();
        return new Again(new ProducerRecord<>(topic, null, letter.record().key(), value, headers));
    }
}
