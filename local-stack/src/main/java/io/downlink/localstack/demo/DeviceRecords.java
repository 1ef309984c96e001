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

    private List<JsonNode> payloads(String deviceId, String event, String method) throws IOException {
        Path file = directory.resolve(URLEncoder.encode(deviceId, StandardCharsets.UTF_8) + ".jsonl");
        List<JsonNode> payloads = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                JsonNode record = JSON.readTree(line);
                if (record.path("event").asText().equals(event)
                        && record.path("method").asText().equals(method)) {
                    payloads.add(record.path("payload"));
                }
            }
        }
        return payloads;
    }
}
