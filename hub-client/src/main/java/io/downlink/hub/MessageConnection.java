package io.downlink.hub;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.messaging.ErrorContext;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import com.microsoft.azure.sdk.iot.service.messaging.SendResult;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.ResponseTimeout;
import io.downlink.hub.HubFailure.Unreachable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * One AMQP connection of the SDK for messages to devices, from its opening to its end; it is never opened again.
 *
 * <p>After a loss the SDK neither connects anew nor calls back for what it holds, and it may still send that later. So
 * whoever gives a message up closes the connection first: only then is what became of the message settled, in doubt.
 */
final class MessageConnection {
    private static final Logger LOGGER = Logger.getLogger(MessageConnection.class);

    private final HubSettings hub;
    private final MessageTimeouts timeouts;
    private final AmqpTls tls;
    private final MessagingClient client;
    private final Set<Confirmation> unconfirmed = ConcurrentHashMap.newKeySet();
    private volatile boolean retired;
    private volatile boolean ended;
    private boolean closed;

    private MessageConnection(HubSettings hub, SdkCredential credential, AmqpTls tls, MessageTimeouts timeouts) {
        this.hub = hub;
        this.timeouts = timeouts;
        this.tls = tls;
        this.client = credential.messages(
                hub.hostName(),
                MessagingClientOptions.builder()
                        .sslContext(tls.context())
                        .errorProcessor(this::lose)
                        .build());
    }

    /**
     * Blocks until the hub has taken the token and the link for messages stands.
     *
     * @throws HubException if that failed: no message can have been sent
     */
    static MessageConnection open(HubSettings hub, SdkCredential credential, AmqpTls tls, MessageTimeouts timeouts) {
        String _ = credential
                .authorization()
                .await()
                .indefinitely(); // here a failure is told, on the SDK's thread it ends that thread
        MessageConnection connection = new MessageConnection(hub, credential, tls, timeouts);
        try {
            connection.client.open(Math.toIntExact(timeouts.open().toMillis()));
            LOGGER.infof("connection for messages opened hub=%s", hub.name());
            return connection;
        } catch (IotHubException | IOException | TimeoutException | InterruptedException | RuntimeException e) {
            HubFailure failure = SendFailures.ofOpening(e);
            connection.endSoon(failure);
            throw new HubException(failure, e);
        }
    }

    /** Whether messages can be sent on it, as far as the SDK knows. */
    boolean usable() {
        return !retired && !ended && open();
    }

    /**
     * Blocks until the hub has confirmed the message, or can no longer take it.
     *
     * @throws HubException {@link Unreachable} if the message was not handed to the SDK, or what the hub said, or that
     *     it is in doubt
     */
    Enqueued send(OutgoingMessage message) {
        Confirmation confirmation = new Confirmation(message.messageId());
        unconfirmed.add(confirmation);
        try {
            handOver(message, confirmation);
            return outcome(confirmation);
        } finally {
            unconfirmed.remove(confirmation);
            endWhenRetiredAndIdle();
        }
    }

    /** Takes no more messages, and ends when those under way are confirmed; at once if it is lost. */
    void retire() {
        retired = true;
        if (!endIfLost()) {
            endWhenRetiredAndIdle();
        }
    }

    /** The SDK does not tell every loss: some kill its thread instead. */
    boolean endIfLost() {
        if (ended || open()) {
            return false;
        }
        endSoon(new ConnectionLost(new Evidence("the connection for messages is no longer open", null, null)));
        return true;
    }

    private boolean open() {
        return client.isOpen() && !tls.closedByPeer();
    }

    /** Blocks until the connection is closed, then fails what is not confirmed. */
    void end(HubFailure why) {
        ended = true; // first: from here on the SDK says of all it holds that it failed, which it cannot know
        close(why);
        unconfirmed.forEach(confirmation -> confirmation.failed(new HubException(why, null)));
    }

    private void handOver(OutgoingMessage message, Confirmation confirmation) {
        if (ended) { // asked after the message is known: end() either finds it or is seen here
            throw notSent("the connection for messages has ended");
        }
        String module = message.moduleId();
        try {
            client.sendAsync(
                    HubId.escape(message.deviceId()),
                    module == null ? null : HubId.escape(module),
                    SdkMessage.of(message),
                    result -> settle(confirmation, result),
                    null);
        } catch (IllegalStateException _) {
            // Thrown before anything is queued. So shows a link, too, that the hub refused while the SDK called it
            // open.
            throw notSent("the hub closed the connection for messages, or refused its link");
        }
    }

    /** Called on the SDK's one thread, or on the one that closes. */
    private void settle(Confirmation confirmation, SendResult result) {
        if (result.wasSentSuccessfully()) {
            confirmation.taken();
        } else if (!ended) {
            IotHubException rejection = result.getException();
            confirmation.failed(new HubException(SendFailures.ofRejection(rejection), rejection));
        }
    }

    private Enqueued outcome(Confirmation confirmation) {
        try {
            return confirmation.await(timeouts.confirm());
        } catch (TimeoutException late) {
            unconfirmed.remove(confirmation);
            end(new ConnectionLost(new Evidence("closed, for the hub did not confirm an earlier message", null, null)));
            String silence = "not confirmed by the hub within " + timeouts.confirm();
            HubException inDoubt = new HubException(new ResponseTimeout(new Evidence(silence, null, null)), late);
            return wordUntilClosed(confirmation, inDoubt);
        }
    }

    private static Enqueued wordUntilClosed(Confirmation confirmation, HubException otherwise) {
        try {
            return confirmation.await(Duration.ZERO);
        } catch (TimeoutException _) {
            throw otherwise;
        }
    }

    /** Called on the SDK's thread, which must go on for the connection to close. */
    private void lose(ErrorContext error) {
        Exception cause =
                error.getNetworkException() == null ? error.getIotHubException() : error.getNetworkException();
        endSoon(new ConnectionLost(FailureTable.evidence(cause)));
    }

    private void endWhenRetiredAndIdle() {
        if (retired && unconfirmed.isEmpty()) {
            endSoon(new ConnectionLost(new Evidence("the connection for messages was replaced", null, null)));
        }
    }

    private void endSoon(HubFailure why) {
        if (!ended) {
            ended = true;
            Thread.startVirtualThread(() -> end(why));
        }
    }

    private synchronized void close(HubFailure why) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            client.close(Math.toIntExact(timeouts.close().toMillis()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the SDK stops its thread nevertheless
        } catch (RuntimeException e) {
            LOGGER.debugf(e, "connection for messages broke while it closed hub=%s", hub.name());
        }
        LOGGER.infof(
                "connection for messages closed hub=%s reason=%s",
                hub.name(), why.evidence().detail());
    }

    private static HubException notSent(String detail) {
        return new HubException(new Unreachable(new Evidence("not sent: " + detail, null, null)), null);
    }
}
