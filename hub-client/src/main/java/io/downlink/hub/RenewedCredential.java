package io.downlink.hub;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClientOptions;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Shared access signatures: a token that is renewed when half of its life is over. Signing once for many calls, instead
 * of once for each, is a good part of what makes calls cheap.
 */
final class RenewedCredential implements SdkCredential {
    private static final Logger LOGGER = Logger.getLogger(RenewedCredential.class);

    static final Duration TOKEN_LIFE = Duration.ofHours(1);

    /** Of a token's life: then it should have been renewed long ago. */
    static final Duration ENDS_SOON = Duration.ofMinutes(5);

    private final String hub;
    private final Clock clock;
    private final @Nullable Rotation<TokenSource> rotation;
    private final AzureSasCredential credential;
    private TokenSource source;
    private SasToken token;
    private Instant renewAt;
    private boolean warned;

    /** @param rotation to other sources; null: it is the first for good */
    RenewedCredential(String hub, TokenSource first, @Nullable Rotation<TokenSource> rotation, Clock clock) {
        this.hub = hub;
        this.clock = clock;
        this.rotation = rotation;
        this.source = first;
        Instant now = clock.instant();
        this.token = first.tokenAt(now);
        this.renewAt = halfway(now, token);
        this.credential = new AzureSasCredential(token.text());
    }

    static RenewedCredential of(HubSettings hub, SharedAccessPolicy policy, Clock clock) {
        return new RenewedCredential(hub.name(), signing(hub, policy), null, clock);
    }

    /** @throws IllegalArgumentException if there is no key in the file */
    static RenewedCredential ofKeyIn(Path file, HubSettings hub, SSLContext tls, Clock clock) {
        return of(file, hub, text -> keyOf(hub, ConnectionString.parse(text)), tls, clock);
    }

    /** @throws IllegalArgumentException if there is no token in the file */
    static RenewedCredential ofTokenIn(Path file, HubSettings hub, SSLContext tls, Clock clock) {
        return of(file, hub, text -> given(SasToken.parse(text, hub.hostName(), clock.instant())), tls, clock);
    }

    @Override
    public Uni<String> authorization() {
        return Uni.createFrom().item(credential::getSignature);
    }

    @Override
    public MessagingClient messages(String hostName, MessagingClientOptions options) {
        return new MessagingClient(hostName, credential, IotHubServiceClientProtocol.AMQPS, options);
    }

    @Override
    public MessageFeedbackProcessorClient feedback(
            String hostName,
            Function<com.microsoft.azure.sdk.iot.service.messaging.FeedbackBatch, AcknowledgementType> received,
            MessageFeedbackProcessorClientOptions options) {
        return new MessageFeedbackProcessorClient(
                hostName, credential, IotHubServiceClientProtocol.AMQPS, received, options);
    }

    @Override
    public boolean renewWhenDue() {
        try {
            return renewWhenDue(clock.instant());
        } catch (RuntimeException e) { // would end the renewals
            LOGGER.errorf(e, "token not renewed, tried again soon hub=%s", hub);
            return false;
        }
    }

    private boolean renewWhenDue(Instant now) {
        TokenSource next = rotation == null ? null : rotation.next();
        if (next != null) {
            source = next;
            warned = false;
        }
        if (next != null || !now.isBefore(renewAt)) {
            token = source.tokenAt(now);
            renewAt = halfway(now, token);
            credential.update(token.text());
            LOGGER.debugf("token renewed hub=%s nextAt=%s", hub, renewAt);
        }
        warnOfTheEnd(now);
        return next != null;
    }

    private void warnOfTheEnd(Instant now) {
        if (!warned && now.isAfter(token.expiresAt().minus(ENDS_SOON))) {
            warned = true;
            LOGGER.warnf(
                    "the token ends soon, and nobody has renewed its file hub=%s endsAt=%s", hub, token.expiresAt());
        }
    }

    private static RenewedCredential of(
            Path path, HubSettings hub, Function<String, TokenSource> parse, SSLContext tls, Clock clock) {
        SecretFile<TokenSource> file = new SecretFile<>(path, parse);
        CredentialTrial trial = new CredentialTrial(hub, tls);
        Rotation<TokenSource> rotation =
                new Rotation<>(hub.name(), file, next -> trial.problem(next.tokenAt(clock.instant())), clock);
        return new RenewedCredential(hub.name(), file.first(), rotation, clock);
    }

    private static TokenSource keyOf(HubSettings hub, ConnectionString read) {
        if (!read.hostName().equalsIgnoreCase(hub.hostName())) {
            throw new IllegalArgumentException(
                    "HostName is another hub's: to change the hub of this name, restart the service");
        }
        return signing(hub, read.policy());
    }

    private static TokenSource signing(HubSettings hub, SharedAccessPolicy policy) {
        return now -> SasToken.sign(hub.hostName(), policy, now.plus(TOKEN_LIFE));
    }

    private static TokenSource given(SasToken token) {
        return _ -> token;
    }

    private static Instant halfway(Instant now, SasToken token) {
        return now.plus(Duration.between(now, token.expiresAt()).dividedBy(2));
    }

    /** Where tokens come from. */
    @FunctionalInterface
    interface TokenSource {
        SasToken tokenAt(Instant now);
    }
}
