package io.downlink.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a job may say besides what it does, and where. What is left out is the orchestrator's to fill in. */
final class JobTerms {
    @Option(
            names = "--outcomes",
            paramLabel = "failed|all|none",
            description = "Of which devices to tell, where jobs watch shows it: failed.")
    private @Nullable String outcomes;

    @Option(
            names = "--priority",
            paramLabel = "interactive|bulk",
            description = "Which jobs it goes before that wait for a slot, too: interactive.")
    private @Nullable String priority;

    @Option(
            names = "--retry-failed",
            paramLabel = "N",
            description = "How many times the devices on which it failed are tried again: 0.")
    private @Nullable Integer retryFailed;

    @Option(
            names = "--cron",
            paramLabel = "'M H D M W'",
            description = "Run it again and again, at these times, until it is cancelled.")
    private @Nullable String cron;

    @Option(names = "--time-zone", paramLabel = "ZONE", description = "Whose clocks --cron means: UTC.")
    private @Nullable String timeZone;

    void write(JsonGenerator json) throws IOException {
        write("deviceOutcomes", outcomes, json);
        write("priority", priority, json);
        if (retryFailed != null) {
            json.writeNumberField("retryFailed", retryFailed);
        }
        if (cron != null || timeZone != null) {
            json.writeObjectFieldStart("recurrence");
            write("cron", cron, json);
            write("timeZone", timeZone, json);
            json.writeEndObject();
        }
    }

    private static void write(String name, @Nullable String value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
