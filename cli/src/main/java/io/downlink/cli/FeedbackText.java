package io.downlink.cli;

import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.Feedback.Lost;
import io.downlink.contracts.feedback.Feedback.Reported;

/** What became of a message, in one line for a person. */
final class FeedbackText {
    private FeedbackText() {}

    static String of(Feedback feedback) {
        String commandId = feedback.commandId();
        return RecordText.oneLine(EventText.line(feedback.name(), commandId == null ? "(no id)" : commandId) + "  "
                + feedback.deviceId() + "  " + rest(feedback));
    }

    private static String rest(Feedback feedback) {
        return switch (feedback) {
            case Reported reported ->
                "at %s, the hub says %s"
                        .formatted(reported.time(), reported.report().statusCode());
            case Lost lost -> "nothing was told by %s; it may still come".formatted(lost.dueTime());
        };
    }
}
