package io.downlink.hub;

import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.Evidence;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
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
 * One hub: messages and feedback through the Azure IoT service SDK, methods and jobs over the hub's REST, with one
 * credential for all.
 *
 * <p>Which goes where, and what is added to the SDK, stands in {@code
 * docs/decisions/002-hub-client-on-the-service-sdk.md}.
 */
public final class IotHubClient implements HubClient {
    private static final Logger LOGGER = Logger.getLogger(IotHubClient.class);

    private final HubSettings hub;
    private final HubHttp http;
    private final RestMethods methods;
    private final RestJobs jobs;
    private final MessageSender messages;
    private final Duration messageEnd;
    private final Places messagePlaces;
    private final SdkFeedback feedback;
    private final ScheduledThreadPoolExecutor scheduler;
    private final OpenCalls openMessages;

    /** Apart from the clock of the calls: it waits for files, the hub and the identity provider. */
    private final ScheduledExecutorService renewals;

    /**
     * Opens a client; nothing is sent yet.
     *
     * @param vertx whose event loops its HTTP runs on; it stays open
     * @throws IllegalArgumentException if the CA file cannot be read, or holds no certificate, or the credential's file
     *     cannot be read, or holds nothing of use
     */
    public static IotHubClient open(HubSettings hub, Vertx vertx) {
        return new IotHubClient(vertx, hub, CallTimeouts.DEFAULTS, MessageTimeouts.DEFAULTS, Clock.systemUTC());
    }

    IotHubClient(Vertx vertx, HubSettings hub, CallTimeouts timeouts, MessageTimeouts messageTimeouts, Clock clock) {
        this.hub = hub;
        SSLContext trust = HubTls.context(hub.caFile());
        SdkCredential credential = SdkCredentials.open(hub, trust, clock);
        this.http = new HubHttp(vertx, hub, timeouts, credential, HubTls.trust(hub.caFile()));
        HubRest rest = new HubRest(http);
        this.methods = new RestMethods(rest, timeouts);
        this.jobs = new RestJobs(rest);
        this.messages = new MessageSender(
                () -> MessageConnection.open(hub, credential, new AmqpTls(trust, hub.hostName()), messageTimeouts),
                messageTimeouts.life(),
                clock);
        this.feedback = new SdkFeedback(hub, credential, trust, FeedbackTimeouts.DEFAULTS);
        this.messageEnd = messageTimeouts.end();
        this.messagePlaces = new Places(hub.callsInFlightMax(), timeouts.place());
        this.scheduler = scheduler();
        this.openMessages = new OpenCalls(scheduler);
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
        return methods.invoke(call);
    }

    @Override
    public Uni<Enqueued> send(OutgoingMessage message) {
        return openMessages.call(() -> messages.send(message), messageEnd, messagePlaces);
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
    public Uni<DeviceJobPage> failedDeviceJobs(String jobId, @Nullable String continuation) {
        return jobs.failedDeviceJobs(jobId, continuation);
    }

    @Override
    public Uni<MatchedDevices> match(String queryCondition, int sampleMax) {
        return jobs.match(queryCondition, sampleMax);
    }

    @Override
    public Uni<DeviceJobPage> deviceJobs(String jobId, @Nullable String continuation) {
        return jobs.deviceJobs(jobId, continuation);
    }

    @Override
    public void close() {
        feedback.close();
        messages.close(new Abandoned(new Evidence("the client was closed", null, null)));
        openMessages.close();
        http.close();
        scheduler.shutdownNow();
        renewals.shutdownNow();
        LOGGER.infof("hub client closed hub=%s", hub.name());
    }

    private void renew(SdkCredential credential) {
        if (credential.renewWhenDue()) {
            messages.renew();
        }
    }

    private static ScheduledThreadPoolExecutor scheduler() {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("hub-clock").daemon().factory());
        scheduler.setRemoveOnCancelPolicy(true); // else each answered call stays here until its deadline
        return scheduler;
    }
}
