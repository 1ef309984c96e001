package io.downlink.contracts.jobs;

import io.downlink.contracts.jobs.JobRequest.Action;
import io.downlink.contracts.jobs.JobRequest.Cancel;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.methods.MethodParser;
import io.downlink.contracts.methods.MethodTimeouts;
import io.downlink.contracts.requests.Fields;
import io.downlink.contracts.requests.Limits;
import io.downlink.contracts.requests.TextRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a request asks for, once its type and the job's id are known. */
final class JobParser {
    /** As the Azure CLI does where nobody says otherwise. */
    static final Duration MAX_EXECUTION_TIME = Duration.ofHours(1);

    private static final List<String> FIELDS_OF_SCHEDULE =
            List.of("queryCondition", "startTime", "maxExecutionTime", "deviceOutcomes", "action");

    private final MethodParser methods;

    JobParser(MethodTimeouts timeouts) {
        this.methods = new MethodParser(_ -> timeouts);
    }

    /** @return null, and told, where the request lacks what it is about */
    @Nullable
    JobRequest parse(JobRequestType type, JobId id, Fields fields) {
        return switch (type) {
            case SCHEDULE -> schedule(id, fields);
            case CANCEL -> cancel(id, fields);
        };
    }

    private @Nullable JobRequest schedule(JobId id, Fields fields) {
        String queryCondition = fields.required("queryCondition", TextRule.QUERY_CONDITION);
        Instant startTime = fields.instant("startTime");
        Duration maxExecutionTime = fields.duration("maxExecutionTime", Limits.MAX_EXECUTION_TIME);
        DeviceOutcomes outcomes = fields.choice("deviceOutcomes", DeviceOutcomes.values(), DeviceOutcomes.FAILED);
        Fields written = fields.object("action", JobPlace.ACTION);
        Action action = written == null ? null : action(written);
        return action == null
                ? null
                : new Schedule(
                        id,
                        queryCondition,
                        startTime,
                        maxExecutionTime == null ? MAX_EXECUTION_TIME : maxExecutionTime,
                        outcomes,
                        action);
    }

    private @Nullable Action action(Fields fields) {
        ActionType type = fields.requiredChoice("type", ActionType.values());
        return switch (type) {
            case null -> null;
            case DIRECT_METHOD -> directMethod(fields);
            case UPDATE_TWIN -> updateTwin(fields);
        };
    }

    private @Nullable Action directMethod(Fields fields) {
        fields.refuse("tags", "does not belong to a direct-method");
        fields.refuse("desired", "does not belong to a direct-method");
        Fields method = fields.object("method", JobPlace.METHOD);
        return method == null ? null : new Action.DirectMethod(methods.parse(method));
    }

    private static Action updateTwin(Fields fields) {
        fields.refuse("method", "does not belong to an update-twin");
        if (fields.value("tags") == null && fields.value("desired") == null) {
            fields.problem("tags", "at least one of tags and desired is required");
        }
        return new Action.UpdateTwin(
                TwinPatchReader.read("tags", Limits.TAGS_BYTES_MAX, fields),
                TwinPatchReader.read("desired", Limits.DESIRED_BYTES_MAX, fields));
    }

    private static JobRequest cancel(JobId id, Fields fields) {
        for (String name : FIELDS_OF_SCHEDULE) {
            fields.refuse(name, "does not belong to a cancel: it only names the job that it takes back");
        }
        return new Cancel(id);
    }
}
