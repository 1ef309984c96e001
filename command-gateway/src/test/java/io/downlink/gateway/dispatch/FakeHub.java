package io.downlink.gateway.dispatch;

import io.downlink.hub.Enqueued;
import io.downlink.hub.HubCommands;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.downlink.hub.MethodCall;
import io.downlink.hub.MethodResult;
import io.downlink.hub.OutgoingMessage;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * A hub that answers as the test said, call after call, whatever is asked; when nothing is left it answers 200 and takes
 * every message.
 */
final class FakeHub implements HubCommands {
    final List<MethodCall> calls = new ArrayList<>();
    final List<OutgoingMessage> messages = new ArrayList<>();
    private final Deque<Supplier<Uni<MethodResult>>> answers = new ArrayDeque<>();

    FakeHub thenAnswers(int status, String payload) {
        answers.add(() -> Uni.createFrom().item(new MethodResult(status, payload)));
        return this;
    }

    FakeHub thenFailsWith(HubFailure failure) {
        answers.add(() -> Uni.createFrom().failure(new HubException(failure, null)));
        return this;
    }

    FakeHub thenBreaksWith(RuntimeException defect) {
        answers.add(() -> Uni.createFrom().failure(defect));
        return this;
    }

    FakeHub thenNeverEnds() {
        answers.add(() -> Uni.createFrom().nothing());
        return this;
    }

    @Override
    public Uni<MethodResult> invoke(MethodCall call) {
        return Uni.createFrom().deferred(() -> {
            calls.add(call);
            return next();
        });
    }

    @Override
    public Uni<Enqueued> send(OutgoingMessage message) {
        return Uni.createFrom().deferred(() -> {
            messages.add(message);
            return next().replaceWith(new Enqueued(message.messageId()));
        });
    }

    private Uni<MethodResult> next() {
        return answers.isEmpty()
                ? Uni.createFrom().item(new MethodResult(200, "null"))
                : answers.remove().get();
    }

    @Override
    public void close() {
        // nothing is open
    }
}
