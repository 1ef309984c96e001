package io.downlink.contracts.jobs;

import io.downlink.contracts.methods.MethodParser;
import io.downlink.contracts.requests.Place;
import java.util.List;
import java.util.Map;

/** The objects of a request on {@code downlink.jobs}. */
@SuppressWarnings("ImmutableEnumChecker") // List.of and Map.of are immutable; the check only knows Guava's
enum JobPlace implements Place {
    REQUEST(
            "",
            List.of(
                    "type",
                    "jobId",
                    "hub",
                    "queryCondition",
                    "startTime",
                    "maxExecutionTime",
                    "deviceOutcomes",
                    "priority",
                    "retryFailed",
                    "recurrence",
                    "action",
                    "context"),
            Map.ofEntries(
                    Map.entry("id", "jobId"),
                    Map.entry("job", "jobId"),
                    Map.entry("query", "queryCondition"),
                    Map.entry("condition", "queryCondition"),
                    Map.entry("where", "queryCondition"),
                    Map.entry("deviceid", "queryCondition"),
                    Map.entry("deviceids", "queryCondition"),
                    Map.entry("devices", "queryCondition"),
                    Map.entry("start", "startTime"),
                    Map.entry("startat", "startTime"),
                    Map.entry("starttimeutc", "startTime"),
                    Map.entry("maxexecutiontimeinseconds", "maxExecutionTime"),
                    Map.entry("timeout", "maxExecutionTime"),
                    Map.entry("ttl", "maxExecutionTime"),
                    Map.entry("outcomes", "deviceOutcomes"),
                    Map.entry("retry", "retryFailed"),
                    Map.entry("retries", "retryFailed"),
                    Map.entry("cron", "recurrence.cron"),
                    Map.entry("schedule", "recurrence.cron"),
                    Map.entry("methodname", "action.method.name"),
                    Map.entry("cloudtodevicemethod", "action.method"),
                    Map.entry("updatetwin", "action"))),
    RECURRENCE(
            "recurrence",
            List.of("cron", "timeZone"),
            Map.of("schedule", "cron", "expression", "cron", "zone", "timeZone", "tz", "timeZone")),
    ACTION(
            "action",
            List.of("type", "method", "tags", "desired"),
            Map.of(
                    "methodname", "method.name",
                    "name", "method.name",
                    "directmethod", "method",
                    "properties", "desired",
                    "desiredproperties", "desired")),
    METHOD("action.method", MethodParser.NAMES, MethodParser.OTHER_WORDS);

    private final String path;
    private final List<String> names;
    private final Map<String, String> otherWords;

    JobPlace(String path, List<String> names, Map<String, String> otherWords) {
        this.path = path;
        this.names = names;
        this.otherWords = otherWords;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Map<String, String> otherWords() {
        return otherWords;
    }

    @Override
    public List<JobPlace> all() {
        return List.of(values());
    }
}
