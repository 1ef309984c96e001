package io.downlink.emulator.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.FakeConnection;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.ManualTime;
import io.downlink.emulator.hub.MethodCall;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Subscription;
import io.downlink.emulator.hub.TwinChange;
import io.downlink.emulator.query.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A hub with devices and jobs whose time moves by hand. */
final class JobsWorld {
    final ManualTime time = new ManualTime();
    final Hub hub = new Hub("127.0.0.1", time, time);
    final Jobs jobs;

    JobsWorld(JobRules rules) {
        this.jobs = new Jobs(hub, time, time, new QueueExecutor(), rules);
    }

    DeviceId register(String id) {
        DeviceId device = new DeviceId(id);
        hub.registry().create(new DeviceSpec(device, null, true, null));
        return device;
    }

    /** Registers a device that is connected and listens to everything. */
    Listening listening(String id) {
        FakeConnection connection = new FakeConnection();
        Session session = hub.connect(register(id), connection, true);
        session.open();
        session.subscribe(Subscription.DIRECT_METHODS);
        session.subscribe(Subscription.DESIRED_PROPERTIES);
        return new Listening(connection, session);
    }

    /** Takes a job, and lets it begin. */
    void run(JobSpec spec) {
        jobs.schedule(spec);
        time.move(Duration.ZERO);
    }

    JobSnapshot job(String id) {
        return Objects.requireNonNull(jobs.get(new JobId(id)));
    }

    List<ObjectNode> rows() {
        return jobs.deviceJobs().after(null).map(Document::content).toList();
    }

    /** What the rows say of the devices: id, status, and the error's code if there is one. */
    List<String> told() {
        return rows().stream()
                .map(row -> row.path("deviceId").asText() + " "
                        + row.path("status").asText()
                        + (row.has("error") ? " " + row.at("/error/code").asText() : ""))
                .toList();
    }

    static JobSpec method(String id, String condition) {
        return method(id, condition, null, Duration.ofMinutes(5));
    }

    static JobSpec method(String id, String condition, @Nullable Instant start, Duration maxExecutionTime) {
        MethodCall call = new MethodCall("reboot", "{\"a\":1}", Duration.ofSeconds(30), Duration.ZERO);
        return new JobSpec(new JobId(id), new JobAction.CallMethod(call), condition, start, maxExecutionTime);
    }

    static JobSpec twin(String id, String condition, String tags, String desired) {
        TwinChange change = new TwinChange(json(tags), json(desired), false);
        return new JobSpec(new JobId(id), new JobAction.UpdateTwin(change), condition, null, Duration.ofMinutes(5));
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    record Listening(FakeConnection connection, Session session) {
        void answer(int status, String payload) {
            session.answer(connection.requests.getLast().requestId(), status, payload);
        }
    }
}
