package io.downlink.simulator.fleet;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.downlink.simulator.record.DeviceRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what devices wrote down. */
final class Records {

    private Records() {}

    static List<JsonObject> lines(Path directory, String deviceId) {
        Path path = DeviceRecord.path(directory, deviceId);
        if (Files.notExists(path)) {
            return List.of();
        }
        try {
            return Files.readAllLines(path).stream()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each line in short: event, method and status, as far as it has them. */
    static List<String> events(Path directory, String deviceId) {
        return lines(directory, deviceId).stream()
                .map(line -> Stream.of("event", "method", "status")
                        .filter(line::has)
                        .map(name -> line.get(name).getAsString())
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
