package io.downlink.emulator.virtual;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.downlink.emulator.files.FileFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A file with a line of JSON for each method that a virtual device executed, in the order in which it was executed:
 * {@code {"time":"...","device":"v-1","method":"reboot","commandId":"c-1"}}. Each line is handed to the system by itself,
 * so that what was executed can be read even if the emulator is killed.
 */
public final class RecordFile implements ExecutionRecord {
    private static final JsonFactory JSON = new JsonFactory();

    private final OutputStream file;
    private final Clock clock;

    private RecordFile(OutputStream file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Goes on with a file, or begins it.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static RecordFile open(Path path, Clock clock) {
        try {
            return new RecordFile(Files.newOutputStream(path, CREATE, APPEND), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path + ": " + FileFailure.reason(e), e);
        }
    }

    @Override
    public void executed(String device, String method, String payload) {
        String commandId = commandId(payload);
        String rest = ",\"device\":" + quoted(device) + ",\"method\":" + quoted(method)
                + (commandId == null ? "" : ",\"commandId\":" + quoted(commandId)) + "}\n";
        try {
            synchronized (file) {
                file.write(("{\"time\":\"" + clock.instant() + '"' + rest).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what a virtual device executed cannot be recorded", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The payload's own {@code commandId}, by which tests tell their commands apart; null: it has none. */
    private static @Nullable String commandId(String payload) {
        try (JsonParser parser = JSON.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("commandId");
                JsonToken value = parser.nextToken();
                if (wanted) {
                    return value.isScalarValue() ? parser.getText() : null;
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException notJson) {
            return null;
        }
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
