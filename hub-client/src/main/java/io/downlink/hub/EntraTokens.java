package io.downlink.hub;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.microsoft.azure.sdk.iot.service.auth.TokenCredentialCache;
import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClientOptions;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import io.downlink.hub.HubFailure.Unreachable;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Bearer tokens of Microsoft Entra ID: one for all calls, fetched before it is needed and renewed when half of what is
 * left of its life is over, so that neither a call nor the SDK's one thread waits for the identity provider, and an
 * outage of that is not noticed here for half an hour.
 */
final class EntraTokens implements SdkCredential {
    private static final Logger LOGGER = Logger.getLogger(EntraTokens.class);
    private static final TokenRequestContext IOT_HUBS =
            new TokenRequestContext().addScopes(TokenCredentialCache.IOTHUB_PUBLIC_SCOPE);
    private static final Duration FETCH = Duration.ofSeconds(30);

    /** Between attempts to renew a token that is still good. */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    private final String hub;
    private final Clock clock;
    private final @Nullable Rotation<TokenCredential> rotation;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile TokenCredential source;
    private volatile @Nullable AccessToken token;
    private volatile Instant renewAt = Instant.MIN;

    /** What the SDK's clients hold. */
    private final TokenCredential shared = _ -> Mono.fromCallable(this::good);

    /** @param rotation to other secrets; null: there is none in a file */
    EntraTokens(String hub, TokenCredential first, @Nullable Rotation<TokenCredential> rotation, Clock clock) {
        this.hub = hub;
        this.source = first;
        this.rotation = rotation;
        this.clock = clock;
    }

    @Override
    public Uni<String> authorization() {
        return Uni.createFrom()
                .deferred(() -> {
                    AccessToken held = usable();
                    return held == null
                            ? Uni.createFrom()
                                    .item(this::good)
                                    .runSubscriptionOn(Thread::startVirtualThread) // it blocks
                            : Uni.createFrom().item(held);
                })
                .map(held -> "Bearer " + held.getToken());
    }

    @Override
    public MessagingClient messages(String hostName, MessagingClientOptions options) {
        return new MessagingClient(hostName, shared, IotHubServiceClientProtocol.AMQPS, options);
    }

    @Override
    public MessageFeedbackProcessorClient feedback(
            String hostName,
            Function<com.microsoft.azure.sdk.iot.service.messaging.FeedbackBatch, AcknowledgementType> received,
            MessageFeedbackProcessorClientOptions options) {
        return new MessageFeedbackProcessorClient(
                hostName, shared, IotHubServiceClientProtocol.AMQPS, received, options);
    }

    /** A token lasts longer than the secret that it was given for, so nothing that stands need be replaced. */
    @Override
    public boolean renewWhenDue() {
        try {
            TokenCredential next = rotation == null ? null : rotation.next();
            if (next != null) {
                source = next;
            }
            if (next != null || !clock.instant().isBefore(renewAt)) {
                fetch();
            }
        } catch (RuntimeException e) { // would end the renewals
            renewAt = clock.instant().plus(TRY_AGAIN);
            LOGGER.warnf("no token from Microsoft Entra ID, tried again soon hub=%s reason=%s", hub, reason(e));
        }
        return false;
    }

    /** What is wrong with a secret; null if a token is given for it. */
    static @Nullable String problem(TokenCredential candidate) {
        try {
            return candidate.getToken(IOT_HUBS).block(FETCH) == null ? "no token is given for it" : null;
        } catch (RuntimeException e) {
            return "no token is given for it: " + reason(e);
        }
    }

    private AccessToken good() {
        AccessToken held = usable();
        if (held != null) {
            return held;
        }
        fetching.lock(); // one asks, and all that wait have its answer
        try {
            AccessToken meanwhile = usable();
            return meanwhile == null ? fetch() : meanwhile;
        } catch (RuntimeException e) {
            String detail = "no token from Microsoft Entra ID: " + reason(e);
            throw new HubException(new Unreachable(new HubFailure.Evidence(detail, null, null)), e);
        } finally {
            fetching.unlock();
        }
    }

    private @Nullable AccessToken usable() {
        AccessToken held = token;
        return held != null && clock.instant().isBefore(held.getExpiresAt().toInstant()) ? held : null;
    }

    private AccessToken fetch() {
        AccessToken fetched = source.getToken(IOT_HUBS).block(FETCH);
        if (fetched == null) {
            throw new IllegalStateException("it answered without one");
        }
        Instant now = clock.instant();
        renewAt = now.plus(
                Duration.between(now, fetched.getExpiresAt().toInstant()).dividedBy(2));
        token = fetched;
        LOGGER.debugf("token renewed hub=%s endsAt=%s", hub, fetched.getExpiresAt());
        return fetched;
    }

    /** What Entra says, in one line of bounded length. */
    private static String reason(Throwable e) {
        return FailureTable.evidence(e).detail();
    }
}
