package io.downlink.emulator.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.ClientSnapshot;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubTime;
import io.downlink.emulator.hub.Overview;
import io.downlink.emulator.hub.RecentOperation;
import io.downlink.emulator.hub.Transport;
import io.downlink.emulator.jobs.JobStatus;
import io.downlink.emulator.jobs.Jobs;
import io.downlink.emulator.throttling.Throttle;
import io.downlink.emulator.time.TwoClocks;
import java.util.EnumMap;
import java.util.Map;

/** Writes down what the hub looks like at this moment. */
record Status(Hub hub, Jobs jobs, Faults faults, TwoClocks clocks) {
    /** How many of the connected devices and modules are named. */
    private static final int ONLINE_MAX = 100;

    ObjectNode write() {
        Overview overview = hub.registry().overview(ONLINE_MAX);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("hub", hub.hostName());
        body.set("clock", ClockBody.write(clocks));
        writeDevices(overview, body.putObject("devices"));
        ObjectNode connections = body.putObject("connections");
        for (Transport transport : Transport.values()) {
            connections.put(transport.name(), overview.connections().getOrDefault(transport, 0));
        }
        writeQueues(overview, body.putObject("queues"));
        Throttle throttle = hub.admission().throttle();
        body.set("throttling", throttle == null ? null : ThrottlingBody.write(throttle));
        ArrayNode inForce = body.putArray("faults");
        faults.all().forEach(report -> inForce.add(FaultWriter.write(report)));
        ArrayNode operations = body.putArray("operations");
        hub.operations().latest().forEach(operation -> write(operation, operations.addObject()));
        return body;
    }

    private static void writeDevices(Overview overview, ObjectNode body) {
        body.put("total", overview.devices().total())
                .put("enabled", overview.devices().enabled())
                .put("connected", overview.devices().connected());
        ArrayNode online = body.putArray("online");
        for (ClientSnapshot client : overview.online()) {
            ClientId id = client.identity().id();
            ObjectNode item = online.addObject().put("deviceId", id.device().value());
            if (id.module() != null) {
                item.put("moduleId", id.module().value());
            }
            item.put("transport", String.valueOf(client.transport()))
                    .put("since", HubTime.text(client.connectionUpdated()));
        }
    }

    private void writeQueues(Overview overview, ObjectNode body) {
        body.put("messages", overview.messages())
                .put("methodCalls", hub.methods().statistics().atOnce())
                .put("feedback", hub.feedback().pending());
        Map<JobStatus, Integer> counts = new EnumMap<>(JobStatus.class);
        jobs.after(0).forEach(job -> counts.merge(job.job().status(), 1, Integer::sum));
        ObjectNode byStatus = body.putObject("jobs");
        for (JobStatus status : JobStatus.values()) {
            byStatus.put(status.toString(), counts.getOrDefault(status, 0));
        }
    }

    private static void write(RecentOperation operation, ObjectNode body) {
        body.put("time", operation.time().toString()).put("kind", operation.kind());
        if (operation.client() != null) {
            body.put("client", operation.client());
        }
        body.put("outcome", operation.outcome());
    }
}
