package io.downlink.orchestrator.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.jobs.ActionType;
import io.downlink.contracts.jobs.DeviceOutcomes;
import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.jobs.JobRequest.Action;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.jobs.Origin;
import io.downlink.contracts.jobs.Recurrence;
import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectReader.MissingMemberException;
import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.requests.Priority;
import java.io.IOException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a job does, as a request says it, with every default filled in. It is read leniently: what was valid when it came
 * is carried out, although a later version may be stricter.
 */
public final class RequestJson {
    private RequestJson() {}

    public static void write(Schedule request, JsonObjectWriter json) throws IOException {
        json.text("queryCondition", request.queryCondition());
        json.time("startTime", request.startTime());
        json.text("maxExecutionTime", request.maxExecutionTime().toString());
        json.name("deviceOutcomes", request.deviceOutcomes());
        json.name("priority", request.priority());
        json.number("retryFailed", request.retryFailed());
        Recurrence recurrence = request.recurrence();
        if (recurrence != null) {
            json.object("recurrence", object -> {
                object.text("cron", recurrence.cron());
                object.text("timeZone", recurrence.timeZone().getId());
            });
        }
        json.object("action", action -> write(request.action(), action));
        request.origin().write(json);
    }

    private static void write(Action action, JsonObjectWriter json) throws IOException {
        json.name("type", action.type());
        switch (action) {
            case Action.DirectMethod(Method method) ->
                json.object("method", object -> {
                    object.text("name", method.name());
                    object.tree("payload", method.payload());
                    object.text("connectTimeout", method.connectTimeout().toString());
                    object.text("responseTimeout", method.responseTimeout().toString());
                });
            case Action.UpdateTwin twin -> {
                json.tree("tags", twin.tags());
                json.tree("desired", twin.desired());
            }
        }
    }

    static @Nullable Schedule read(JobId id, JsonObjectReader json) throws MissingMemberException {
        Action action = action(json.object("action"));
        if (action == null) {
            return null;
        }
        DeviceOutcomes outcomes = json.choice("deviceOutcomes", DeviceOutcomes.values());
        Integer retryFailed = json.integerOrNull("retryFailed");
        Priority priority = json.choice("priority", Priority.values());
        return new Schedule(
                id,
                json.text("queryCondition"),
                json.timeOrNull("startTime"),
                json.duration("maxExecutionTime"),
                outcomes == null ? DeviceOutcomes.FAILED : outcomes,
                priority == null ? Priority.INTERACTIVE : priority,
                retryFailed == null ? 0 : retryFailed,
                json.has("recurrence") ? recurrence(json.object("recurrence")) : null,
                action,
                Origin.read(json));
    }

    private static Recurrence recurrence(JsonObjectReader json) throws MissingMemberException {
        return new Recurrence(json.text("cron"), ZoneId.of(json.text("timeZone")));
    }

    private static @Nullable Action action(JsonObjectReader json) throws MissingMemberException {
        ActionType type = json.choice("type", ActionType.values());
        return switch (type) {
            case null -> null;
            case DIRECT_METHOD -> method(json.object("method"));
            case UPDATE_TWIN -> new Action.UpdateTwin(section(json, "tags"), section(json, "desired"));
        };
    }

    private static Action method(JsonObjectReader json) throws MissingMemberException {
        JsonNode payload = json.tree("payload");
        return new Action.DirectMethod(new Method(
                json.text("name"),
                payload == null ? NullNode.getInstance() : payload,
                json.duration("connectTimeout"),
                json.duration("responseTimeout")));
    }

    private static @Nullable ObjectNode section(JsonObjectReader json, String name) {
        return json.tree(name) instanceof ObjectNode object ? object : null;
    }
}
