package io.downlink.benchmarks.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far what is told of jobs lags behind them: from a device's end in the hub to the first event that counts it. */
final class CountingLag {
    private final Map<String, List<Instant>> endsOfDevices = new HashMap<>();
    private final Map<String, List<Count>> counts = new HashMap<>();

    /**
     * @param rows the hub's own, of {@code devices.jobs}
     * @param told events of jobs, in their order
     */
    CountingLag(JsonArray rows, List<JsonNode> told) {
        for (Object row : rows) {
            JsonObject device = (JsonObject) row;
            endsOfDevices
                    .computeIfAbsent(device.getString("jobId"), _ -> new ArrayList<>())
                    .add(Instant.parse(device.getString("lastUpdatedDateTimeUtc")));
        }
        endsOfDevices.values().forEach(list -> list.sort(null));
        for (JsonNode event : told) {
            JsonNode devices = event.path("devices");
            if (!devices.isMissingNode()) {
                counts.computeIfAbsent(event.path("jobId").asText(), _ -> new ArrayList<>())
                        .add(new Count(
                                Instant.parse(event.path("time").asText()),
                                devices.path("succeeded").asInt()
                                        + devices.path("failed").asInt()));
            }
        }
    }

    /** Of each device of each job, the least first. Fails if a device was never counted. */
    List<Long> millis() {
        List<Long> lags = new ArrayList<>();
        endsOfDevices.forEach((job, ends) -> {
            for (int device = 0; device < ends.size(); device++) {
                lags.add(Duration.between(ends.get(device), counted(job, device + 1))
                        .toMillis());
            }
        });
        lags.sort(null);
        return lags;
    }

    private Instant counted(String job, int devices) {
        return counts.getOrDefault(job, List.of()).stream()
                .filter(count -> count.ended >= devices)
                .map(Count::time)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no event of job %s counts %d devices, which have ended".formatted(job, devices)));
    }

    private record Count(Instant time, int ended) {}
}
