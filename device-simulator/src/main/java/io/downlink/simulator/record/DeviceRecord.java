package io.downlink.simulator.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.function.UnaryOperator;

/**
 * What one device received and did, in its own words: one JSON object a line, appended.
 *
 * <p>A method returns only when the operating system has the line, so that what stands here survives the end of the
 * process (not of the machine), and stands here before anybody hears of it otherwise. A line that cannot be written
 * throws {@link UncheckedIOException}. Safe for use by many threads; {@code sequence} counts on over restarts.
 */
public final class DeviceRecord implements AutoCloseable {
    private final String deviceId;
    private final Clock clock;
    private final OutputStream file;
    private long sequence;

    private DeviceRecord(String deviceId, Clock clock, OutputStream file, long sequence) {
        this.deviceId = deviceId;
        this.clock = clock;
        this.file = file;
        this.sequence = sequence;
    }

    /** Opens a device's record for appending, and makes the directory where there is none. */
    public static DeviceRecord open(Path directory, String deviceId, Clock clock) throws IOException {
        Files.createDirectories(directory);
        Path path = path(directory, deviceId);
        long lines = endLastLine(path);
        // Not a FileChannel: the SDK interrupts its threads when a connection drops, and an interrupt closes a channel.
        return new DeviceRecord(deviceId, clock, new FileOutputStream(path.toFile(), true), lines);
    }

    /** Where the record of a device stands: {@code DIR/<device id, URL-encoded>.jsonl}. */
    public static Path path(Path directory, String deviceId) {
        return directory.resolve(URLEncoder.encode(deviceId, StandardCharsets.UTF_8) + ".jsonl");
    }

    public void connected() {
        write("connected", line -> line);
    }

    public void disconnected() {
        write("disconnected", line -> line);
    }

    /** A call has reached the device; nothing else has happened yet. */
    public void received(String method, JsonElement payload) {
        write("received", line -> with(line, method, payload));
    }

    /** The device has done what the call asks for. */
    public void executed(String method, JsonElement payload) {
        write("executed", line -> with(line, method, payload));
    }

    /** The answer is about to leave. */
    public void answered(String method, JsonElement payload, int status) {
        write("answered", line -> {
            with(line, method, payload).addProperty("status", status);
            return line;
        });
    }

    /** The device neither does what the call asks for nor answers it, ever. */
    public void hung(String method, JsonElement payload) {
        write("hung", line -> with(line, method, payload));
    }

    /** The hub has taken these reported properties. */
    public void reported(JsonElement properties) {
        write("reported", line -> {
            line.add("payload", properties);
            return line;
        });
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void write(String event, UnaryOperator<JsonObject> content) {
        JsonObject line = new JsonObject();
        line.addProperty("time", clock.instant().toString());
        line.addProperty("deviceId", deviceId);
        line.addProperty("event", event);
        content.apply(line).addProperty("sequence", sequence + 1);
        try {
            // One write for the whole line: a process that is killed leaves no half of it.
            file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the record of " + deviceId, e);
        }
        sequence++;
    }

    private static JsonObject with(JsonObject line, String method, JsonElement payload) {
        line.addProperty("method", method);
        line.add("payload", payload);
        return line;
    }

    /** Ends a last line that a full disk cut off, so that the next one stands alone; tells how many lines there are. */
    private static long endLastLine(Path path) throws IOException {
        if (Files.notExists(path)) {
            return 0;
        }
        String content = Files.readString(path, StandardCharsets.UTF_8);
        if (!content.isEmpty() && !content.endsWith("\n")) {
            Files.writeString(path, "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        }
        return content.lines().count();
    }
}
