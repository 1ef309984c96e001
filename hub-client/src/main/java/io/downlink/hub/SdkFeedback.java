package io.downlink.hub;

import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.Unreachable;
import io.smallrye.mutiny.Multi;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;

/** Feedback through the SDK: a receiver for each subscriber. */
final class SdkFeedback implements HubFeedback {
    private final HubSettings hub;
    private final SdkCredential credential;
    private final SSLContext trust;
    private final FeedbackTimeouts timeouts;
    private final Set<FeedbackSubscription> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SdkFeedback(HubSettings hub, SdkCredential credential, SSLContext trust, FeedbackTimeouts timeouts) {
        this.hub = hub;
        this.credential = credential;
        this.trust = trust;
        this.timeouts = timeouts;
    }

    @Override
    public Multi<FeedbackBatch> feedback(Runnable opened) {
        Flow.Publisher<FeedbackBatch> receivers = subscriber -> begin(subscriber, opened);
        return Multi.createFrom().publisher(receivers);
    }

    /** Fails all subscribers, soon: each when its receiver is closed. */
    @Override
    public void close() {
        closed = true;
        open.forEach(subscription -> subscription.end(
                new HubException(new Abandoned(new Evidence("the client was closed", null, null)), null)));
    }

    /** How many there are, with those on their way out. */
    int receivers() {
        return open.size();
    }

    private void begin(Flow.Subscriber<? super FeedbackBatch> subscriber, Runnable opened) {
        FeedbackSubscription subscription = new FeedbackSubscription(
                subscriber,
                listener ->
                        new FeedbackReceiver(hub, credential, new AmqpTls(trust, hub.hostName()), timeouts, listener),
                timeouts,
                opened,
                open::remove);
        open.add(subscription);
        subscriber.onSubscribe(subscription);
        if (closed) { // asked after the subscription is known: close() either finds it or is seen here
            subscription.end(new HubException(new Unreachable(new Evidence("the client is closed", null, null)), null));
        }
        Thread.ofVirtual().name("hub-feedback").start(subscription);
    }
}
