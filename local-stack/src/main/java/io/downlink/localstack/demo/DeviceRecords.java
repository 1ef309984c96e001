package io.downlink.localstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What each device of the fleet wrote down itself: the proof of what reached it.
 *
 * @param directory a file for each device, a line for each thing that happened to it
 */
record DeviceRecords(Path directory) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The payloads of the calls that a device executed, in its order. */
    List<JsonNode> executed(String deviceId, String method) throws IOException {
        return payloads(deviceId, "executed", method);
    }

    /** The payloads of the calls that reached a device, executed or not, in its order. */
    List<JsonNode> received(String deviceId, String method) throws IOException {
        return payloads(deviceId, "received", method);
    }

    /** What became of a message at a device: the lines about it, in the device's order. */
    List<JsonNode> message(String deviceId, String messageId) throws IOException {
        return lines(deviceId).stream()
                .filter(line -> line.path("messageId").asText().equals(messageId))
                .toList();
    }

    /** How often a device has connected. */
    long connections(String deviceId) throws IOException {
        return lines(deviceId).stream()
                .filter(line -> line.path("event").asText().equals("connected"))
                .count();
    }

    private List<JsonNode> payloads(String deviceId, String event, String method) throws IOException {
        return lines(deviceId).stream()
                .filter(line -> line.path("event").asText().equals(event)
                        && line.path("method").asText().equals(method))
                .map(line -> line.path("payload"))
                .toList();
    }

    private List<JsonNode> lines(String deviceId) throws IOException {
        Path file = directory.resolve(URLEncoder.encode(deviceId, StandardCharsets.UTF_8) + ".jsonl");
        List<JsonNode> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }
}
