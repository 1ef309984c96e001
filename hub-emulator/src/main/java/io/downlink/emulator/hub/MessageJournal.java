package io.downlink.emulator.hub;

import io.downlink.emulator.hub.HubChange.FeedbackCollected;
import io.downlink.emulator.hub.HubChange.MessageEnded;
import io.downlink.emulator.hub.HubChange.MessageMoved;
import io.downlink.emulator.hub.HubChange.MessageQueued;
import java.time.Clock;

/** Writes down what becomes of one client's messages, and tells their senders if they asked for it. */
record MessageJournal(ClientGeneration client, Clock clock, Journal journal, Feedback feedback) {
    void queued(MessageState message) {
        journal.append(new MessageQueued(client, message));
    }

    void moved(QueuedMessage message, boolean delivered, int returns) {
        journal.append(new MessageMoved(client, message.sequenceNumber(), delivered, returns));
    }

    void ended(QueuedMessage message, FeedbackStatus status) {
        long number = message.sequenceNumber();
        CloudToDeviceMessage content = message.message();
        FeedbackRecord told = new FeedbackRecord(
                content.messageId(), clock.instant(), status, client.client(), client.generationId());
        int copies = content.ack().asksFor(status) ? feedback.copies(told) : 0;
        if (copies == 0) {
            journal.append(new MessageEnded(client, number, null));
            return;
        }
        feedback.add(told, feedbackState -> new MessageEnded(client, number, feedbackState));
        for (int further = 1; further < copies; further++) {
            feedback.add(told, FeedbackCollected::new);
        }
    }
}
