package io.downlink.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.ResponseTimeout;
import io.downlink.hub.HubFailure.Unreachable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request, from the wait for a token and a connection to its one end.
 *
 * <pre>
 *   WAITING --- connection ---> SENT --- answer, failure, deadline ---> ENDED
 *      |                          |                                       ^
 *      +--------------------------+------- close, cancellation ----------+
 * </pre>
 *
 * What ends it while it waits proves that nothing was sent; what ends it later, apart from an answer, proves nothing.
 */
final class HttpCall {
    private enum Phase {
        WAITING,
        SENT,
        ENDED
    }

    private final Vertx vertx;
    private final @Nullable Buffer body;
    private final Duration end;
    private final BooleanSupplier closed;
    private final UniEmitter<? super HubHttp.Answer> emitter;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    private final long noPlace;
    private volatile @Nullable HttpClientRequest sent;

    /**
     * @param end how long the answer may take, counted from the sending
     * @param place how long it may take until the request is sent
     * @param closed whether the client is closed
     */
    HttpCall(
            Vertx vertx,
            @Nullable Buffer body,
            Duration end,
            Duration place,
            BooleanSupplier closed,
            UniEmitter<? super HubHttp.Answer> emitter) {
        this.vertx = vertx;
        this.body = body;
        this.end = end;
        this.closed = closed;
        this.emitter = emitter;
        this.noPlace = vertx.setTimer(
                place.toMillis(),
                _ -> notSent(because("not sent: no connection came free, or came to stand, within " + place)));
    }

    void connect(Supplier<Future<HttpClientRequest>> connection) {
        if (phase.get() != Phase.WAITING) {
            return; // the token came too late
        }
        try {
            connection.get().onComplete(this::send, this::notSent);
        } catch (RuntimeException refused) { // how Vert.x says that it is closed
            notSent(refused);
        }
    }

    /** Ends the call, whether it was sent or not; nobody is told. */
    void cancel() {
        if (ends() == Phase.SENT) {
            reset();
        }
    }

    /** Of what kept it from being sent. */
    void notSent(Throwable broken) {
        if (closed.getAsBoolean()) {
            notSent(because("the client was closed"));
        } else if (broken instanceof HubException known) {
            fail(known);
        } else {
            notSent(FailureTable.evidence(innermost(broken)));
        }
    }

    private void send(HttpClientRequest on) {
        on.exceptionHandler(_ -> {}); // told by its answer; else a reset is an error in the log
        sent = on;
        if (closed.getAsBoolean()) {
            notSent(because("the client was closed"));
        }
        if (!phase.compareAndSet(Phase.WAITING, Phase.SENT)) {
            on.reset(); // unsent, its connection goes to the next
            return;
        }
        vertx.cancelTimer(noPlace);
        try {
            long deadline = vertx.setTimer(Math.max(1, end.toMillis()), _ -> expire());
            answer(on)
                    .onComplete(
                            told -> {
                                vertx.cancelTimer(deadline);
                                if (ends() == Phase.SENT) {
                                    emitter.complete(told);
                                }
                            },
                            broken -> {
                                vertx.cancelTimer(deadline);
                                fail(
                                        closed.getAsBoolean()
                                                ? failed(new Abandoned(because("the client was closed")))
                                                : FailureTable.exception(broken));
                            });
        } catch (RuntimeException defect) { // a call has one end, whatever happens
            reset();
            fail(FailureTable.exception(defect));
        }
    }

    private Future<HubHttp.Answer> answer(HttpClientRequest on) {
        return (body == null ? on.send() : on.send(body))
                .compose(head -> head.body()
                        .map(content ->
                                new HubHttp.Answer(head.statusCode(), head.headers(), content.toString(UTF_8))));
    }

    private void expire() {
        if (ends() == Phase.SENT) {
            reset();
            emitter.fail(failed(new ResponseTimeout(because("no answer from the hub within " + end))));
        }
    }

    private void notSent(Evidence why) {
        fail(failed(new Unreachable(why)));
    }

    private void fail(HubException failure) {
        if (ends() != Phase.ENDED) {
            emitter.fail(failure);
        }
    }

    /** @return where it was before */
    private Phase ends() {
        Phase before = phase.getAndSet(Phase.ENDED);
        if (before == Phase.WAITING) {
            vertx.cancelTimer(noPlace);
        }
        return before;
    }

    /** Closes its connection: nothing else is on it. */
    private void reset() {
        HttpClientRequest on = sent;
        if (on != null) {
            on.reset();
        }
    }

    /** Of a TLS handshake only that one tells what was wrong with the certificate. */
    private static Throwable innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static HubException failed(HubFailure failure) {
        return new HubException(failure, null);
    }

    private static Evidence because(String detail) {
        return new Evidence(detail, null, null);
    }
}
