package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.JsonText;
import io.downlink.emulator.hub.MethodRequest;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Subscription;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonHelper;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The two links on which a client is called and answers. It listens as long as the one for its calls is there. */
final class MethodLinks {
    private static final Logger LOGGER = Logger.getLogger(MethodLinks.class);
    private static final String METHOD_NAME = "IoThub-methodname";
    private static final String STATUS = "IoThub-status";

    private final Session session;

    /** One half of all request ids, which travel as UUIDs: an answer to another session's call is not taken for ours. */
    private final long idPrefix = ThreadLocalRandom.current().nextLong();

    private @Nullable Outgoing requests;

    MethodLinks(Session session) {
        this.session = session;
    }

    void openRequests(ProtonSender link) {
        Outgoing opened = new Outgoing(link);
        requests = opened;
        opened.open();
        session.subscribe(Subscription.DIRECT_METHODS);
    }

    void openAnswers(ProtonReceiver link) {
        link.setAutoAccept(false).handler(this::answer).open();
    }

    void requestsClosed() {
        requests = null;
        session.unsubscribe(Subscription.DIRECT_METHODS);
    }

    void deliver(MethodRequest request) {
        if (requests == null) {
            return;
        }
        Message message = ProtonHelper.message();
        message.setCorrelationId(new UUID(idPrefix, request.requestId()));
        message.setApplicationProperties(new ApplicationProperties(Map.of(METHOD_NAME, request.method())));
        message.setBody(new Data(new Binary(request.payload().getBytes(StandardCharsets.UTF_8))));
        requests.send(message, () -> session.awaits(request.requestId()));
    }

    private void answer(ProtonDelivery delivery, Message message) {
        delivery.disposition(Accepted.getInstance(), true);
        UUID id = uuid(message.getCorrelationId());
        String payload = JsonText.one(MessageBody.bytes(message));
        if (id == null || payload == null || !(status(message) instanceof Number status)) {
            LOGGER.warn("answer to a direct method dropped reason=no request id, no status or not JSON");
        } else if (id.getMostSignificantBits() != idPrefix
                || !session.answer(id.getLeastSignificantBits(), status.intValue(), payload)) {
            LOGGER.debug("answer to a direct method dropped reason=nobody waits for it");
        }
    }

    private static @Nullable Object status(Message message) {
        ApplicationProperties section = message.getApplicationProperties();
        return section == null ? null : section.getValue().get(STATUS);
    }

    /** The id as the client got it, or as a client writes it that has no such type. */
    private static @Nullable UUID uuid(@Nullable Object id) {
        return switch (id) {
            case UUID uuid -> uuid;
            case Binary binary
            when binary.getLength() == 2 * Long.BYTES -> {
                ByteBuffer bytes = binary.asByteBuffer();
                yield new UUID(bytes.getLong(), bytes.getLong());
            }
            case String text -> {
                try {
                    yield UUID.fromString(text);
                } catch (IllegalArgumentException malformed) {
                    yield null;
                }
            }
            case null, default -> null;
        };
    }
}
