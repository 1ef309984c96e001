package io.downlink.hub;

import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.Refused;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    private final OpenCalls calls;

    /** Apart from the clock of the calls: it waits for files, the hub and the identity provider. */
    private final ScheduledExecutorService renewals;

    private final RestJobs jobs;

    /**
     * Opens a client; nothing is sent yet. Its CA file, if it has one, is from now on trusted by every
     * {@code HttpsURLConnection} of this JVM, see {@link HubTls#trustForHttps}.
     *
     * @throws IllegalStateException if the JVM was not started with {@code -Dsun.net.http.retryPost=false}
     * @throws IllegalArgumentException if the CA file cannot be read, or holds no certificate, or the credential's file
     *     cannot be read, or holds nothing of use
     */
    public static SdkHubClient open(HubSettings hub) {
        new JvmOptions(System::getProperty).check(hub.callsInFlightMax());
        RequestHeaders.hideFromLogs();
        if (hub.caFile() != null) {
            HubTls.trustForHttps(hub.caFile());
        }
        return new SdkHubClient(hub, CallTimeouts.DEFAULTS, MessageTimeouts.DEFAULTS, Clock.systemUTC());
    }

    SdkHubClient(HubSettings hub, CallTimeouts timeouts, MessageTimeouts messageTimeouts, Clock clock) {
        this.hub = hub;
        this.timeouts = timeouts;
        SSLContext trust = HubTls.context(hub.caFile());
        SdkCredential credential = SdkCredentials.open(hub, trust, clock);
        this.methods = new MethodClients(hub, credential, timeouts);
        this.places = new Places(hub.callsInFlightMax(), timeouts.place());
        this.messages = new MessageSender(
                () -> MessageConnection.open(hub, credential, new AmqpTls(trust, hub.hostName()), messageTimeouts),
                messageTimeouts.life(),
                clock);
        this.feedback = new SdkFeedback(hub, credential, trust, FeedbackTimeouts.DEFAULTS);
        this.messageEnd = messageTimeouts.end();
        this.messagePlaces = new Places(hub.callsInFlightMax(), timeouts.place());
        this.scheduler = scheduler();
        this.calls = new OpenCalls(scheduler);
        this.jobs = new RestJobs(
                new HubRest(hub, credential, trust), calls, new Places(hub.callsInFlightMax(), timeouts.place()));
        this.renewals = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("hub-credential").factory());
        long every = SdkCredential.CHECK_EVERY.toMillis();
        Future<?> _ = renewals.scheduleWithFixedDelay(() -> renew(credential), 0, every, TimeUnit.MILLISECONDS);
        long checkEvery = MessageSender.CHECK_EVERY.toMillis();
        Future<?> _ = scheduler.scheduleAtFixedRate(messages::check, checkEvery, checkEvery, TimeUnit.MILLISECONDS);
        LOGGER.infof(
                "hub client opened hub=%s host=%s callsInFlightMax=%d",
                hub.name(), hub.hostAndPort(), hub.callsInFlightMax());
    }

    @Override
    public Uni<MethodResult> invoke(MethodCall call) {
        JsonPayload payload = JsonPayload.parse(call.payloadJson());
        return calls.call(() -> send(call, payload), timeouts.endOf(call), places);
    }

    @Override
    public Uni<Enqueued> send(OutgoingMessage message) {
        return calls.call(() -> messages.send(message), messageEnd, messagePlaces);
    }

    @Override
    public Multi<FeedbackBatch> feedback(Runnable opened) {
        return feedback.feedback(opened);
    }

    @Override
    public Uni<JobSnapshot> schedule(HubJob job) {
        return jobs.schedule(job);
    }

    @Override
    public Uni<Optional<JobSnapshot>> job(String jobId) {
        return jobs.job(jobId);
    }

    @Override
    public Uni<JobSnapshot> cancel(String jobId) {
        return jobs.cancel(jobId);
    }

    @Override
    public Multi<JobSnapshot> jobs(JobStatus status) {
        return jobs.jobs(status);
    }

    @Override
    public Uni<DeviceJobPage> deviceJobs(String jobId, @Nullable String continuation) {
        return jobs.deviceJobs(jobId, continuation);
    }

    @Override
    public void close() {
        feedback.close();
        messages.close(new Abandoned(new Evidence("the client was closed", null, null)));
        calls.close();
        jobs.close();
        scheduler.shutdownNow();
        renewals.shutdownNow();
        LOGGER.infof("hub client closed hub=%s", hub.name());
    }

    private void renew(SdkCredential credential) {
        if (credential.renewWhenDue()) {
            messages.renew();
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
        } catch (Throwable thrown) { // mapped here already: what it means decides whether to ask once more
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
