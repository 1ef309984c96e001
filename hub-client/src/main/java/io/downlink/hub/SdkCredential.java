package io.downlink.hub;

import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClientOptions;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Function;

/**
 * The one credential of all clients of a hub. The clients are made once and ask it for every request, and for every
 * token on a connection that stands; it changes under them.
 */
sealed interface SdkCredential permits RenewedCredential, EntraTokens {

    /** Short against the life of a token and the patience of who has replaced a file. */
    Duration CHECK_EVERY = Duration.ofSeconds(2);

    /** The value of {@code Authorization}, as a rule at once; fails as {@link HubFailure.Unreachable} if there is none. */
    Uni<String> authorization();

    MessagingClient messages(String hostName, MessagingClientOptions options);

    MessageFeedbackProcessorClient feedback(
            String hostName,
            Function<com.microsoft.azure.sdk.iot.service.messaging.FeedbackBatch, AcknowledgementType> received,
            MessageFeedbackProcessorClientOptions options);

    /**
     * Blocks while it renews what has to be, and takes over what has replaced it; never throws.
     *
     * @return whether it was replaced, so that connections made before it should be, too
     */
    boolean renewWhenDue();
}
