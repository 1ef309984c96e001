package io.downlink.hub;

import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.Refused;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jboss.logging.Logger;

/**
 * The hub through the Azure IoT service SDK, whose calls block: each has a virtual thread of its own.
 *
 * <p>What the SDK does not do by itself is added here, and its reasons stand in {@code
 * docs/decisions/002-hub-client-on-the-service-sdk.md}: one token for many calls, an end for every call, ids as they
 * are, payloads unchanged, and one table of failures that never calls a method unexecuted that may have run.
 */
public final class SdkHubClient implements HubClient {
    private static final Logger LOGGER = Logger.getLogger(SdkHubClient.class);

    private final HubSettings hub;
    private final CallTimeouts timeouts;
    private final MethodClients methods;
    private final MessageSender messages;
    private final Duration messageEnd;
    private final Places places;

    /** Apart from those of methods, which must not wait because messages do. */
    private final Places messagePlaces;

    private final SdkFeedback feedback;
    private final ScheduledThreadPoolExecutor scheduler;
    private final Set<OpenCall<?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Opens a client; nothing is sent yet. Its CA file, if it has one, is from now on trusted by every
     * {@code HttpsURLConnection} of this JVM, see {@link HubTls#trustForHttps}.
     *
     * @throws IllegalStateException if the JVM was not started with {@code -Dsun.net.http.retryPost=false}
     * @throws IllegalArgumentException if the CA file cannot be read, or holds no certificate
     */
    public static SdkHubClient open(HubSettings hub) {
        new JvmOptions(System::getProperty).check(hub.callsInFlightMax());
        if (hub.caFile() != null) {
            HubTls.trustForHttps(hub.caFile());
        }
        return new SdkHubClient(hub, CallTimeouts.DEFAULTS, MessageTimeouts.DEFAULTS, Clock.systemUTC());
    }

    SdkHubClient(HubSettings hub, CallTimeouts timeouts, MessageTimeouts messageTimeouts, Clock clock) {
        this.hub = hub;
        this.timeouts = timeouts;
        RenewedCredential credential = new RenewedCredential(hub, clock);
        this.methods = new MethodClients(hub, credential.credential(), timeouts);
        this.places = new Places(hub.callsInFlightMax(), timeouts.place());
        SSLContext tls = HubTls.contextForAmqp(hub.caFile(), hub.hostName());
        this.messages = new MessageSender(
                () -> MessageConnection.open(hub, credential.credential(), tls, messageTimeouts),
                messageTimeouts.life(),
                clock);
        this.feedback = new SdkFeedback(hub, credential.credential(), tls, FeedbackTimeouts.DEFAULTS);
        this.messageEnd = messageTimeouts.end();
        this.messagePlaces = new Places(hub.callsInFlightMax(), timeouts.place());
        this.scheduler = scheduler();
        long every = RenewedCredential.CHECK_EVERY.toMillis();
        Future<?> _ = scheduler.scheduleAtFixedRate(credential::renewWhenDue, every, every, TimeUnit.MILLISECONDS);
        long checkEvery = MessageSender.CHECK_EVERY.toMillis();
        Future<?> _ = scheduler.scheduleAtFixedRate(messages::check, checkEvery, checkEvery, TimeUnit.MILLISECONDS);
        LOGGER.infof(
                "hub client opened hub=%s host=%s callsInFlightMax=%d",
                hub.name(), hub.hostAndPort(), hub.callsInFlightMax());
    }

    @Override
    public Uni<MethodResult> invoke(MethodCall call) {
        JsonPayload payload = JsonPayload.parse(call.payloadJson());
        return Uni.createFrom()
                .emitter(emitter -> begin(() -> send(call, payload), timeouts.endOf(call), places, emitter));
    }

    @Override
    public Uni<Enqueued> send(OutgoingMessage message) {
        return Uni.createFrom().emitter(emitter -> begin(() -> sendOnce(message), messageEnd, messagePlaces, emitter));
    }

    @Override
    public Multi<FeedbackBatch> feedback() {
        return feedback.feedback();
    }

    @Override
    public void close() {
        closed = true;
        feedback.close();
        messages.close(new Abandoned(new Evidence("the client was closed", null, null)));
        open.forEach(call -> call.abandon("the client was closed"));
        scheduler.shutdownNow();
        LOGGER.infof("hub client closed hub=%s", hub.name());
    }

    private <T> void begin(Supplier<? extends T> send, Duration end, Places places, UniEmitter<? super T> emitter) {
        OpenCall<T> opened = new OpenCall<>(send, end, places, scheduler, emitter);
        open.add(opened);
        emitter.onTermination(() -> {
            open.remove(opened);
            opened.abandon("the wait was cancelled");
        });
        if (closed) { // asked after the call is known: close() either finds it or is seen here
            opened.abandon("the client is closed");
        } else {
            opened.start();
        }
    }

    private MethodResult send(MethodCall call, JsonPayload payload) {
        try {
            return sendOnce(call, payload);
        } catch (HubException e) {
            // A valid call that is refused: its first connection broke in the handshake, the SDK made another and sent
            // the request without its body. Once more says whether the hub means the call itself.
            if (e.failure() instanceof Refused) {
                return sendOnce(call, payload);
            }
            throw e;
        }
    }

    private MethodResult sendOnce(MethodCall call, JsonPayload payload) {
        try {
            return methods.invoke(call, payload);
        } catch (Throwable thrown) { // an Error too: a call has one end, whatever happens
            throw FailureTable.exception(thrown);
        }
    }

    private Enqueued sendOnce(OutgoingMessage message) {
        try {
            return messages.send(message);
        } catch (HubException e) {
            throw e;
        } catch (Throwable thrown) { // as above
            throw FailureTable.exception(thrown);
        }
    }

    private static ScheduledThreadPoolExecutor scheduler() {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("hub-clock").daemon().factory());
        scheduler.setRemoveOnCancelPolicy(true); // else each answered call stays here until its deadline
        return scheduler;
    }
}
