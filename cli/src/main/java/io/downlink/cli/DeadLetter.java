package io.downlink.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.cloudevents.Attributes;
import io.downlink.contracts.cloudevents.EventHeaders;
import io.downlink.contracts.requests.WireTime;
import io.downlink.contracts.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record of {@code downlink.dead-letters}: the one that nobody could read, and what is told of it. */
record DeadLetter(ConsumerRecord<byte[], byte[]> record) {
    private static final String PREFIX = "dead-letter-";

    /** Of a command that says nothing, at the gateway's own defaults. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    /** Where it stands: {@code downlink.dead-letters[2]@17}. */
    String place() {
        return EventText.place(record.topic(), record.partition(), record.offset());
    }

    Instant time() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** The topic that it was read from; null: nothing says so. */
    @Nullable
    String origin() {
        return header(PREFIX + "topic");
    }

    /** Where it was read, as far as that is told. */
    String originPlace() {
        return "%s[%s]@%s".formatted(origin(), header(PREFIX + "partition"), header(PREFIX + "offset"));
    }

    /** Why nobody could read it. */
    String problem() {
        return String.valueOf(header(PREFIX + "reason"));
    }

    /** Those that it came with. */
    List<Header> headers() {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .filter(header -> !header.key().startsWith(PREFIX))
                .toList();
    }

    /**
     * Until when what it asks for is to be done: as it says, or else, for a command, an hour from when it was found
     * unreadable. Empty: it has no end.
     */
    Optional<Instant> deadline() {
        if (!Topics.COMMANDS.equals(origin())) {
            return Optional.empty();
        }
        return body().flatMap(RequestBody::deadline)
                .or(() -> Optional.ofNullable(header(EventHeaders.PREFIX + Attributes.EXPIRYTIME))
                        .map(WireTime::anyOffset))
                .or(() -> Optional.of(time().plus(LIFETIME)));
    }

    /** What it holds, where that is a JSON object. */
    Optional<RequestBody> body() {
        String type = header(EventHeaders.CONTENT_TYPE);
        boolean structured = type != null && type.startsWith(EventHeaders.STRUCTURED_JSON);
        return RequestBody.read(record.value(), structured);
    }

    private @Nullable String header(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
