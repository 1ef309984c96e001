package io.downlink.hub;

import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClientOptions;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClientOptions;
import java.time.Duration;
import java.util.function.Function;

/**
 * The one credential of all clients of a hub. The clients are made once and ask it for every request, and for every
 * token on a connection that stands; it changes under them.
 */
sealed interface SdkCredential permits RenewedCredential, EntraTokens {

    /** Short against the life of a token and the patience of who has replaced a file. */
    Duration CHECK_EVERY = Duration.ofSeconds(2);

    /**
     * The value of {@code Authorization}, now.
     *
     * @throws HubException unreachable: there is none
     */
    String authorization();

    DirectMethodsClient methods(String hostAndPort, DirectMethodsClientOptions options);

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
