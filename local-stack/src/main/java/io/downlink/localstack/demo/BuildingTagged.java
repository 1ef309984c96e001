package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.end;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.Completed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A job changes the twins of the devices that a query finds, and each device reports its new property back. */
final class BuildingTagged implements Scenario {
    private static final String MARK = "demo";
    private static final String BUILDING = "43";
    private static final String FLOOR = "3";
    private static final String PROPERTY = "LocationUpdate";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final List<String> devices;

    BuildingTagged(List<String> devices) {
        this.devices = List.copyOf(devices);
    }

    @Override
    public String id() {
        return "d";
    }

    @Override
    public String title() {
        return "job Building %s, Floor %s".formatted(BUILDING, FLOOR);
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        String run = UUID.randomUUID().toString();
        for (String device : devices) {
            stage.hub().tag(device, MARK, run);
        }
        String now = stage.clock().instant().toString();
        JobEvent last = stage.kafka()
                .ask(
                        Job.update(
                                "tags.%s = '%s'".formatted(MARK, run),
                                object().put("Building", BUILDING).put("Floor", FLOOR),
                                object().put(PROPERTY, now)),
                        PATIENCE)
                .getLast();
        boolean completed = last instanceof Completed done && done.devices().succeeded() == devices.size();
        unless(completed, "completed, %d succeeded".formatted(devices.size()), end(last));
        for (String device : devices) {
            JsonNode tags = awaitReport(stage, device, now).path("tags");
            boolean tagged = tags.path("Building").asText().equals(BUILDING)
                    && tags.path("Floor").asText().equals(FLOOR);
            unless(tagged, "the tags of %s".formatted(device), tags);
        }
        return "%d twins tagged, %d devices report %s back".formatted(devices.size(), devices.size(), PROPERTY);
    }

    /** The twin, once the device has reported what it was told. */
    private static JsonNode awaitReport(Stage stage, String device, String value)
            throws UnexpectedException, IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUpAt) {
            JsonNode twin = stage.hub().twin(device);
            if (twin.at("/properties/reported/" + PROPERTY).asText().equals(value)) {
                return twin;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw new UnexpectedException("completed, but %s does not report %s".formatted(device, PROPERTY));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
