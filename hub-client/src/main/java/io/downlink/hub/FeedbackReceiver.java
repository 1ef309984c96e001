package io.downlink.hub;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.ErrorContext;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClientOptions;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.Evidence;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** One AMQP connection of the SDK for feedback, from its opening to its end; it is never opened again. */
final class FeedbackReceiver {
    private static final Logger LOGGER = Logger.getLogger(FeedbackReceiver.class);

    private final HubSettings hub;
    private final SdkCredential credential;
    private final FeedbackTimeouts timeouts;
    private final Listener listener;
    private final AmqpTls tls;
    private final MessageFeedbackProcessorClient client;
    private volatile boolean opened;

    FeedbackReceiver(
            HubSettings hub, SdkCredential credential, AmqpTls tls, FeedbackTimeouts timeouts, Listener listener) {
        this.hub = hub;
        this.credential = credential;
        this.timeouts = timeouts;
        this.listener = listener;
        this.tls = tls;
        this.client = credential.feedback(
                hub.hostName(),
                this::acknowledge,
                MessageFeedbackProcessorClientOptions.builder()
                        .sslContext(tls.context())
                        .keepAliveInterval(Math.toIntExact(timeouts.silence().toSeconds()))
                        .errorProcessor(this::lose)
                        .build());
    }

    /** Blocks until the hub has taken the token and the link for feedback stands; throws nothing but {@link HubException}. */
    void open() {
        String _ = credential
                .authorization()
                .await()
                .indefinitely(); // here a failure is told, on the SDK's thread it ends that thread
        try {
            client.start(Math.toIntExact(timeouts.open().toMillis()));
            opened = true;
            LOGGER.infof("receiver of feedback opened hub=%s", hub.name());
        } catch (IotHubException | IOException | TimeoutException | InterruptedException | RuntimeException e) {
            throw new HubException(SendFailures.ofOpening(e), e);
        }
    }

    /** The SDK does not tell every loss. */
    boolean lost() {
        return !client.isRunning() || tls.closedByPeer();
    }

    /** Blocks until the connection is closed. Not for the SDK's own thread, which must go on for it. */
    void close() {
        try {
            client.stop(Math.toIntExact(timeouts.close().toMillis()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the SDK stops its thread nevertheless
        } catch (RuntimeException e) {
            LOGGER.debugf(e, "receiver of feedback broke while it closed hub=%s", hub.name());
        }
        LOGGER.infof("receiver of feedback closed hub=%s", hub.name());
    }

    private AcknowledgementType acknowledge(com.microsoft.azure.sdk.iot.service.messaging.FeedbackBatch batch) {
        // Never null, which the SDK takes for complete.
        return listener.received(FeedbackRecords.of(batch))
                ? AcknowledgementType.COMPLETE
                : AcknowledgementType.ABANDON;
    }

    private void lose(ErrorContext error) {
        if (!opened) {
            return; // the SDK throws it where it opens
        }
        Exception cause =
                error.getNetworkException() == null ? error.getIotHubException() : error.getNetworkException();
        listener.lost(new ConnectionLost(
                cause == null
                        ? new Evidence("the connection for feedback was lost", null, null)
                        : FailureTable.evidence(cause)));
    }

    /** Called on the SDK's one thread. */
    interface Listener {

        /**
         * May block, but on that thread: nothing else of this connection goes on meanwhile.
         *
         * @return whether the batch is complete; else it is abandoned
         */
        boolean received(List<FeedbackRecord> records);

        void lost(HubFailure why);
    }
}
