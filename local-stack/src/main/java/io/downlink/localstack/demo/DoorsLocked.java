package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.end;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.contracts.jobs.DeviceJob;
import io.downlink.contracts.jobs.DeviceJob.MethodResponse;
import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.Completed;
import io.downlink.contracts.jobs.JobEvent.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A job calls a method on devices that are named, and each device's answer is told. */
final class DoorsLocked implements Scenario {
    private static final String METHOD = "LockDoor";
    private static final String ANSWER = "Door was locked.";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<String> devices;

    DoorsLocked(List<String> devices) {
        this.devices = List.copyOf(devices);
    }

    @Override
    public String id() {
        return "c";
    }

    @Override
    public String title() {
        return "job %s on %d devices".formatted(METHOD, devices.size());
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        String named = devices.stream().collect(Collectors.joining("','", "DeviceId IN ['", "']"));
        Job job = Job.method(named, METHOD);
        List<JobEvent> events = stage.kafka().ask(job, PATIENCE);
        DeviceCounts all = new DeviceCounts(devices.size(), devices.size(), 0, 0, 0);
        boolean completed =
                events.getLast() instanceof Completed last && last.devices().equals(all);
        unless(completed, "completed %s".formatted(all), end(events.getLast()));
        unless(events.stream().anyMatch(Progress.class::isInstance), "progress before the end", "none");

        Map<String, DeviceJob> outcomes = stage.kafka().deviceJobs(job, devices.size(), PATIENCE);
        for (String device : devices) {
            DeviceJob outcome = outcomes.get(device);
            unless(
                    outcome != null && locked(outcome.response()),
                    "%s from %s".formatted(ANSWER, device),
                    String.valueOf(outcome));
            int runs = stage.devices().executed(device, METHOD).size();
            unless(runs == 1, "one %s in %s's record".formatted(METHOD, device), runs);
        }
        return "%d succeeded \"%s\", %d failed, %s"
                .formatted(
                        all.succeeded(), ANSWER, all.failed(), events.getLast().name());
    }

    private static boolean locked(@Nullable MethodResponse response) {
        return response != null
                && response.status() == 200
                && response.payload().asText().equals(ANSWER);
    }
}
