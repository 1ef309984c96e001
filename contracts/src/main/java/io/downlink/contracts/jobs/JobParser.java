package io.downlink.contracts.jobs;

import com.fasterxml.jackson.databind.node.TextNode;
import io.downlink.contracts.jobs.JobRequest.Action;
import io.downlink.contracts.jobs.JobRequest.Cancel;
import io.downlink.contracts.jobs.JobRequest.DryRun;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.methods.MethodParser;
import io.downlink.contracts.methods.MethodTimeouts;
import io.downlink.contracts.requests.Fields;
import io.downlink.contracts.requests.Limits;
import io.downlink.contracts.requests.Priority;
import io.downlink.contracts.requests.TextRule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a request asks for, once its type and the job's id are known. */
final class JobParser {
    /** As the Azure CLI does where nobody says otherwise. */
    static final Duration MAX_EXECUTION_TIME = Duration.ofHours(1);

    private static final List<String> FIELDS_OF_SCHEDULE = List.of(
            "queryCondition",
            "startTime",
            "maxExecutionTime",
            "deviceOutcomes",
            "priority",
            "retryFailed",
            "recurrence",
            "action");

    private final MethodParser methods;
    private final JobChecks checks;

    JobParser(MethodTimeouts timeouts, JobChecks checks) {
        this.methods = new MethodParser(_ -> timeouts);
        this.checks = checks;
    }

    /** @return null, and told, where the request lacks what it is about */
    @Nullable
    JobRequest parse(JobRequestType type, JobId id, Fields fields) {
        return switch (type) {
            case SCHEDULE -> schedule(id, fields);
            case DRY_RUN -> dryRun(schedule(id, fields));
            case CANCEL -> cancel(id, fields);
        };
    }

    private static @Nullable DryRun dryRun(@Nullable Schedule of) {
        return of == null ? null : new DryRun(of);
    }

    private @Nullable Schedule schedule(JobId id, Fields fields) {
        String queryCondition = fields.required("queryCondition", TextRule.QUERY_CONDITION);
        Instant startTime = fields.instant("startTime");
        Duration maxExecutionTime = fields.duration("maxExecutionTime", Limits.MAX_EXECUTION_TIME);
        DeviceOutcomes outcomes = fields.choice("deviceOutcomes", DeviceOutcomes.values(), DeviceOutcomes.FAILED);
        Priority priority = fields.choice("priority", Priority.values(), Priority.INTERACTIVE);
        int retryFailed = fields.integer("retryFailed", Limits.JOB_RETRIES, 0);
        Recurrence recurrence = recurrence(fields);
        checkStart(startTime, recurrence, fields);
        checkLength(id, retryFailed, recurrence, fields);
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
                        priority,
                        retryFailed,
                        recurrence,
                        action,
                        Origin.REQUEST);
    }

    private @Nullable Recurrence recurrence(Fields fields) {
        if (fields.value("recurrence") == null) {
            return null;
        }
        Fields written = fields.object("recurrence", JobPlace.RECURRENCE);
        if (written == null) {
            return null;
        }
        String cron = written.required("cron", TextRule.CRON);
        String problem = cron.isEmpty() ? null : checks.cron(cron);
        if (problem != null) {
            written.problem("cron", TextNode.valueOf(cron), problem);
        }
        return new Recurrence(cron, timeZone(written));
    }

    private static ZoneId timeZone(Fields fields) {
        String name = fields.text("timeZone");
        if (name == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            fields.problem(
                    "timeZone", TextNode.valueOf(name), "must be a time zone of the IANA's, such as \"Europe/Berlin\"");
            return ZoneOffset.UTC;
        }
    }

    private void checkStart(@Nullable Instant startTime, @Nullable Recurrence recurrence, Fields fields) {
        if (startTime == null) {
            return;
        }
        String problem = recurrence == null ? checks.startTime(startTime) : "does not belong to a recurring job";
        if (problem != null) {
            fields.problem("startTime", TextNode.valueOf(startTime.toString()), problem);
        }
    }

    /** The jobs that come from it are named after it. */
    private static void checkLength(JobId id, int retryFailed, @Nullable Recurrence recurrence, Fields fields) {
        int max = TextRule.JOB_ID.lengthMax()
                - (retryFailed > 0 ? Limits.JOB_RETRY_NAME_LENGTH_MAX : 0)
                - (recurrence != null ? Limits.JOB_RUN_NAME_LENGTH : 0);
        if (max < TextRule.JOB_ID.lengthMax() && id.jobId().length() > max) {
            fields.problem(
                    "jobId",
                    TextNode.valueOf(id.jobId()),
                    "has %d characters: %d at most, for the ids of its runs and retries begin with it"
                            .formatted(id.jobId().length(), max));
        }
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
