package io.downlink.localstack.demo;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandEvent.Invalid;
import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.json.ExactJson;
import java.util.Locale;

/** What was seen, in the words of the demo. */
final class Seen {
    private Seen() {}

    static String outcome(CommandEvent event) {
        return switch (event) {
            case Completed completed
            when completed.payload() != null ->
                "%s  %d %s".formatted(event.name(), completed.status(), ExactJson.text(completed.payload()));
            case Failed failed -> "%s %s".formatted(event.name(), failed.cause().reason());
            case InDoubt inDoubt ->
                "%s %s".formatted(event.name(), inDoubt.cause().reason());
            case Invalid invalid -> "%s %s".formatted(event.name(), invalid.problems());
            default -> event.name(); // the others say it all with their name
        };
    }

    static String end(JobEvent event) {
        return switch (event) {
            case JobEvent.Completed completed -> "%s %s".formatted(event.name(), completed.devices());
            case JobEvent.Failed failed ->
                "%s %s: %s"
                        .formatted(
                                event.name(),
                                failed.cause().reason(),
                                failed.cause().detail());
            case JobEvent.Invalid invalid -> "%s %s".formatted(event.name(), invalid.problems());
            default -> event.name(); // the others say it all with their name
        };
    }

    /** With commas: {@code 2,000}. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
