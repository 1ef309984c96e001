package io.downlink.simulator.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.downlink.simulator.behaviour.Call;
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
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one device received and did, in its own words: one JSON object a line, appended.
 *
 * <p>A method returns only when the operating system has the line, so that what stands here survives the end of the
 * process (not of the machine), and stands here before anybody hears of it otherwise. A line that cannot be written
 * throws {@link UncheckedIOException}. Safe for use by many threads; {@code sequence} counts on over restarts, and so does
 * what the device remembers of messages: its record is its memory.
 */
public final class DeviceRecord implements AutoCloseable {
    private final String deviceId;
    private final Clock clock;
    private final OutputStream file;
    private final Memory memory;
    private long sequence;

    private DeviceRecord(String deviceId, Clock clock, OutputStream file, Memory memory, long sequence) {
        this.deviceId = deviceId;
        this.clock = clock;
        this.file = file;
        this.memory = memory;
        this.sequence = sequence;
    }

    /** Opens a device's record for appending, and makes the directory where there is none. */
    public static DeviceRecord open(Path directory, String deviceId, Clock clock) throws IOException {
        Files.createDirectories(directory);
        Path path = path(directory, deviceId);
        List<String> lines = wholeLines(path);
        // Not a FileChannel: the SDK interrupts its threads when a connection drops, and an interrupt closes a channel.
        return new DeviceRecord(
                deviceId, clock, new FileOutputStream(path.toFile(), true), Memory.of(lines), lines.size());
    }

    /** Where the record of a device stands: {@code DIR/<device id, URL-encoded>.jsonl}. */
    public static Path path(Path directory, String deviceId) {
        return directory.resolve(URLEncoder.encode(deviceId, StandardCharsets.UTF_8) + ".jsonl");
    }

    public void connected() {
        write("connected", _ -> {});
    }

    public void disconnected() {
        write("disconnected", _ -> {});
    }

    /** A call has reached the device; nothing else has happened yet. */
    public void received(Call call) {
        write("received", line -> addCall(line, call));
    }

    /** The device has done what the call asks for. */
    public void executed(Call call) {
        write("executed", line -> addCall(line, call));
    }

    /** The answer is about to leave. */
    public void answered(String method, JsonElement payload, int status) {
        write("answered", line -> {
            addCall(line, Call.direct(method, payload));
            line.addProperty("status", status);
        });
    }

    /** The device neither does what the call asks for nor answers it, ever. */
    public void hung(Call call) {
        write("hung", line -> addCall(line, call));
    }

    /** The hub has taken these reported properties. */
    public void reported(JsonElement properties) {
        write("reported", line -> line.add("payload", properties));
    }

    /** The device now is as these desired properties want it; null: it has such a property no more. */
    public void desiredApplied(JsonElement properties, long version) {
        write("desired-applied", line -> {
            line.add("payload", properties);
            line.addProperty("version", version);
        });
    }

    /** A message has reached the device; nothing else has happened yet. */
    public void messageReceived(ReceivedMessage message) {
        write("message-received", message::addTo);
    }

    /** The device got a message that it has dealt with before, or whose command it has executed before. */
    public void messageRepeated(ReceivedMessage message) {
        write("message-repeated", message::addTo);
    }

    /**
     * The message is done with: its completion is about to leave.
     *
     * @param status what the device would have answered to the call in the message; null: there was none
     */
    public void messageCompleted(ReceivedMessage message, @Nullable Integer status) {
        write("message-completed", line -> {
            message.addIdTo(line);
            if (status != null) {
                line.addProperty("status", status);
            }
        });
    }

    /** The device has got the message and gives it back: the hub is about to hear of it. */
    public void messageAbandoned(ReceivedMessage message) {
        write("message-abandoned", message::addIdTo);
    }

    /** The device has got the message and refuses it: the hub is about to hear of it. */
    public void messageRejected(ReceivedMessage message) {
        write("message-rejected", message::addIdTo);
    }

    /** Whether the device is done with the message, in this process or in an earlier one. */
    public synchronized boolean hasCompleted(String messageId) {
        return memory.hasCompleted(messageId);
    }

    /** Whether the device has executed the command of a message, in this process or in an earlier one. */
    public synchronized boolean hasExecuted(String commandId) {
        return memory.hasExecuted(commandId);
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void write(String event, Consumer<JsonObject> content) {
        JsonObject line = new JsonObject();
        line.addProperty("time", clock.instant().toString());
        line.addProperty("deviceId", deviceId);
        line.addProperty("event", event);
        content.accept(line);
        line.addProperty("sequence", sequence + 1);
        try {
            // One write for the whole line: a process that is killed leaves no half of it.
            file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the record of " + deviceId, e);
        }
        sequence++;
        memory.keep(line);
    }

    private static void addCall(JsonObject line, Call call) {
        line.addProperty("method", call.method());
        line.add("payload", call.payload());
        if (call.commandId() != null) {
            line.addProperty("commandId", call.commandId());
        }
    }

    /** What stands there already; a last line that a full disk cut off is ended, so that the next one stands alone. */
    private static List<String> wholeLines(Path path) throws IOException {
        if (Files.notExists(path)) {
            return List.of();
        }
        String content = Files.readString(path, StandardCharsets.UTF_8);
        if (!content.isEmpty() && !content.endsWith("\n")) {
            Files.writeString(path, "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        }
        return content.lines().toList();
    }
}
