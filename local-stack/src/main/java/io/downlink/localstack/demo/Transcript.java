package io.downlink.localstack.demo;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A file of the records that were seen, a line for each: when, where, key and value. */
final class Transcript implements AutoCloseable {
    private final Writer file;

    private Transcript(Writer file) {
        this.file = file;
    }

    static Transcript open(Path path) throws IOException {
        return new Transcript(Files.newBufferedWriter(path));
    }

    void write(ConsumerRecord<byte[], byte[]> record) throws IOException {
        file.write("%s  %s[%d]@%d  %s  %s%n"
                .formatted(
                        Instant.ofEpochMilli(record.timestamp()),
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        text(record.key()),
                        text(record.value())));
        file.flush();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static String text(byte @Nullable [] utf8) {
        return utf8 == null ? "null" : new String(utf8, StandardCharsets.UTF_8).replaceAll("\\R", " ");
    }
}
