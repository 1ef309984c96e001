package io.downlink.emulator.amqp;

import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.faults.Refusal;
import io.downlink.emulator.faults.Request;
import io.downlink.emulator.hub.HubException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A service that wants to receive feedback.
 *
 * @param refused how it is told that it may not
 */
record FeedbackAttach(ClientLink client, Consumer<HubException> refused) implements Request {
    @Override
    public Operation operation() {
        return Operation.FEEDBACK;
    }

    @Override
    public @Nullable String device() {
        return null;
    }

    @Override
    public boolean gone() {
        return client.gone();
    }

    @Override
    public void refuse(Refusal refusal) {
        client.run(() -> refused.accept(refusal.exception(operation())));
    }

    @Override
    public void closeConnection() {
        client.cut();
    }

    @Override
    public void mute() {
        client.mute();
    }
}
