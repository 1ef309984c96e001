package io.downlink.localstack.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a verdict on jobs is given on.
 *
 * @param asked the jobs, as they stand on their topic
 * @param told the events about them, in their order
 * @param outcomes of devices, as they stand on their topic
 * @param hub what the hub itself has on record, by job id
 */
public record JobEvidence(List<Asked> asked, List<Told> told, List<ToldOutcome> outcomes, Map<String, OnRecord> hub) {
    public JobEvidence {
        asked = List.copyOf(asked);
        told = List.copyOf(told);
        outcomes = List.copyOf(outcomes);
        hub = Map.copyOf(hub);
    }

    /**
     * A job that was asked for.
     *
     * @param wanted which devices' outcomes: {@code all}, {@code failed} or {@code none}
     * @param retries how many times the devices are tried again on which it failed
     * @param recurring whether it is run again and again
     */
    public record Asked(String jobId, String wanted, int retries, boolean recurring) {

        /** @return empty where the record asks for no job */
        public static Optional<Asked> read(byte[] value) {
            JsonNode json = Json.object(value);
            return json.path("type").asText().equals("schedule")
                    ? Optional.of(new Asked(
                            json.path("jobId").asText(),
                            json.path("deviceOutcomes").asText("failed"),
                            json.path("retryFailed").asInt(),
                            json.has("recurrence")))
                    : Optional.empty();
        }

        /** The job that tries its devices again. */
        Asked again(String followUpId) {
            return new Asked(followUpId, wanted, retries - 1, false);
        }

        /** One of its runs. */
        Asked run(String runId) {
            return new Asked(runId, wanted, retries, false);
        }
    }

    /** How many devices there were, and how it went. */
    public record Counts(int total, int succeeded, int failed) {}

    /**
     * An event about a job.
     *
     * @param counts all zero where the event has none
     * @param kin the jobs that it names beside its own
     */
    public record Told(String jobId, String event, boolean isFinal, String reason, Counts counts, Kin kin) {

        public static Told read(byte[] value) {
            JsonNode json = Json.object(value);
            JsonNode devices = json.path("devices");
            return new Told(
                    json.path("jobId").asText(),
                    json.path("event").asText(),
                    json.path("final").asBoolean(),
                    json.path("reason").asText(),
                    new Counts(
                            devices.path("total").asInt(),
                            devices.path("succeeded").asInt(),
                            devices.path("failed").asInt()),
                    Kin.read(json));
        }
    }

    /**
     * Jobs that come from one another, as an event names them.
     *
     * @param runOf the recurring job; empty where it is no run of one
     * @param follows whose devices it tries again; empty where it does not
     * @param followedBy which try its own again
     */
    public record Kin(String runOf, String follows, List<String> followedBy) {
        static final Kin NONE = new Kin("", "", List.of());

        public Kin {
            followedBy = List.copyOf(followedBy);
        }

        private static Kin read(JsonNode json) {
            List<String> followedBy = new ArrayList<>();
            json.path("followedBy").forEach(jobId -> followedBy.add(jobId.asText()));
            return new Kin(json.path("runOf").asText(), json.path("follows").asText(), followedBy);
        }
    }

    /**
     * What a job came to on one device.
     *
     * @param status the hub's own word
     */
    public record Outcome(String deviceId, String status) {
        static final String FAILED = "failed";
    }

    /** An {@link Outcome}, as it was told. */
    public record ToldOutcome(String jobId, Outcome outcome) {

        public static ToldOutcome read(byte[] value) {
            JsonNode json = Json.object(value);
            return new ToldOutcome(
                    json.path("jobId").asText(),
                    new Outcome(
                            json.path("deviceId").asText(),
                            json.path("hubStatus").asText()));
        }
    }

    /**
     * A job as the hub has it on record.
     *
     * @param status the hub's own word
     */
    public record OnRecord(String status, Counts counts, List<Outcome> outcomes) {
        public OnRecord {
            outcomes = List.copyOf(outcomes);
        }

        /**
         * @param job as the hub's REST API gives it
         * @param rows those of {@code devices.jobs} that are about it
         */
        public static OnRecord read(JsonNode job, List<JsonNode> rows) {
            JsonNode counts = job.path("deviceJobStatistics");
            List<Outcome> outcomes = new ArrayList<>();
            for (JsonNode row : rows) {
                outcomes.add(new Outcome(
                        row.path("deviceId").asText(), row.path("status").asText()));
            }
            return new OnRecord(
                    job.path("status").asText(),
                    new Counts(
                            counts.path("deviceCount").asInt(),
                            counts.path("succeededCount").asInt(),
                            counts.path("failedCount").asInt()),
                    outcomes);
        }
    }
}
