package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.Timers.Timer;
import io.downlink.emulator.security.ServiceAuthorizer;
import io.downlink.emulator.time.MovableTime;
import io.vertx.core.Context;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonLink;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import io.vertx.proton.ProtonSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.message.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a service: its sessions, its token and its links. All of it happens on the connection's own event
 * loop. A client that may not is told by closing the connection, because the Java SDK does not see a refused link.
 */
final class ServiceConnection {
    /** Where the end of a token is kept that came with the connection itself. */
    static final String TOKEN_EXPIRY = "token-expiry";

    private static final Logger LOGGER = Logger.getLogger(ServiceConnection.class);
    private static final Symbol NOT_FOUND = Symbol.valueOf("amqp:not-found");
    private static final Symbol NOT_IMPLEMENTED = Symbol.valueOf("amqp:not-implemented");
    private static final int CBS_CREDIT = 100;

    private final ProtonConnection connection;
    private final Context context;
    private final Hub hub;
    private final ServiceAuthorizer authorizer;
    private final MovableTime wall;
    private final List<FeedbackLink> feedbackLinks = new ArrayList<>();
    private @Nullable ProtonSender answers;
    private boolean authorized;
    private Instant authorizedUntil = Instant.MIN;
    private Timer expiryTimer = () -> {};

    ServiceConnection(
            ProtonConnection connection, Context context, Hub hub, ServiceAuthorizer authorizer, MovableTime wall) {
        this.connection = connection;
        this.context = context;
        this.hub = hub;
        this.authorizer = authorizer;
        this.wall = wall;
    }

    void accept() {
        Instant expiry = connection.attachments().get(TOKEN_EXPIRY, Instant.class);
        if (expiry != null) {
            authorizeUntil(expiry);
        }
        connection.setContainer(hub.hostName());
        connection
                .openHandler(_ -> connection.open())
                .sessionOpenHandler(this::openSession)
                .receiverOpenHandler(this::openReceiver)
                .senderOpenHandler(this::openSender)
                .closeHandler(_ -> {
                    end();
                    connection.close();
                    connection.disconnect();
                })
                .disconnectHandler(_ -> end());
    }

    private void openSession(ProtonSession session) {
        session.closeHandler(_ -> {
                    endFeedback(link -> link.isOf(session)); // a session may end without its links' ends before
                    session.close();
                    session.free();
                })
                .open();
    }

    /** The client sends on this link. */
    private void openReceiver(ProtonReceiver link) {
        answerDetach(link, () -> {});
        link.setSource(link.getRemoteSource()).setTarget(link.getRemoteTarget());
        String address =
                link.getRemoteTarget() == null ? null : link.getRemoteTarget().getAddress();
        switch (LinkAddress.of(address)) {
            case CBS ->
                link.setAutoAccept(false)
                        .setPrefetch(CBS_CREDIT)
                        .handler(this::putToken)
                        .open();
            case DEVICE_BOUND -> {
                if (checkAuthorized()) {
                    new SendLink(hub.messages()).open(link);
                }
            }
            case FEEDBACK, FILE_NOTIFICATIONS, UNKNOWN -> refuse(link, address);
        }
    }

    /** The client receives on this link. */
    private void openSender(ProtonSender link) {
        link.setSource(link.getRemoteSource()).setTarget(link.getRemoteTarget());
        String address =
                link.getRemoteSource() == null ? null : link.getRemoteSource().getAddress();
        switch (LinkAddress.of(address)) {
            case CBS -> {
                answers = link;
                answerDetach(link, () -> {});
                link.open();
            }
            case FEEDBACK -> {
                if (checkAuthorized()) {
                    openFeedback(link);
                }
            }
            case DEVICE_BOUND, FILE_NOTIFICATIONS, UNKNOWN -> {
                answerDetach(link, () -> {});
                refuse(link, address);
            }
        }
    }

    private void openFeedback(ProtonSender link) {
        FeedbackLink feedback = new FeedbackLink(link, hub.feedback(), new FeedbackBody(hub.hostName()), context);
        feedbackLinks.add(feedback);
        answerDetach(link, () -> endFeedback(ended -> ended == feedback));
        feedback.open();
    }

    private void putToken(ProtonDelivery delivery, Message request) {
        delivery.disposition(Accepted.getInstance(), true);
        if (PutToken.mayWait(request, authorizer)) {
            Thread.startVirtualThread(() -> {
                PutToken result = PutToken.judge(request, authorizer);
                context.runOnContext(_ -> answer(request, result));
            });
        } else {
            answer(request, PutToken.judge(request, authorizer));
        }
    }

    private void answer(Message request, PutToken result) {
        if (result.expiry() != null) {
            authorizeUntil(result.expiry());
        } else {
            LOGGER.infof("token refused status=%d", result.status());
        }
        if (answers != null) {
            answers.send(result.answer(request));
        }
    }

    /** The connection ends with its token, unless the client puts another one before. */
    private void authorizeUntil(Instant expiry) {
        authorized = true;
        authorizedUntil = expiry;
        expiryTimer.cancel();
        expiryTimer =
                wall.after(Duration.between(wall.instant(), expiry), () -> context.runOnContext(_ -> closeIfExpired()));
    }

    private void closeIfExpired() {
        if (!authorizedUntil.isAfter(wall.instant())) { // a new token may have come while this was on its way here
            close(new HubException(HubError.UNAUTHORIZED, "The token has expired."));
        }
    }

    private boolean checkAuthorized() {
        if (!authorized) {
            close(HubException.unauthorized());
        }
        return authorized;
    }

    private void close(HubException reason) {
        LOGGER.infof("connection closed reason=%s", reason.getMessage());
        connection.setCondition(Conditions.of(reason));
        connection.close();
    }

    private void refuse(ProtonLink<?> link, @Nullable String address) {
        ErrorCondition reason = switch (LinkAddress.of(address)) {
            case FILE_NOTIFICATIONS -> new ErrorCondition(NOT_IMPLEMENTED, "The emulator has no file uploads.");
            case CBS, DEVICE_BOUND, FEEDBACK, UNKNOWN ->
                new ErrorCondition(NOT_FOUND, "The emulator has no such address in this direction.");
        };
        LOGGER.infof("link refused reason=%s", reason.getDescription());
        link.open();
        link.setCondition(reason);
        link.close();
    }

    private static <T extends ProtonLink<T>> void answerDetach(ProtonLink<T> link, Runnable ended) {
        link.closeHandler(_ -> {
            ended.run();
            link.close();
            link.free();
        });
        link.detachHandler(_ -> {
            ended.run();
            link.detach();
            link.free();
        });
    }

    private void end() {
        expiryTimer.cancel();
        endFeedback(_ -> true);
    }

    private void endFeedback(Predicate<FeedbackLink> which) {
        feedbackLinks.stream().filter(which).forEach(FeedbackLink::close);
        feedbackLinks.removeIf(which);
    }
}
