package io.downlink.emulator.amqp;

import io.downlink.emulator.faults.FaultMessage;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.Messages;
import io.downlink.emulator.hub.Session;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonReceiver;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;

/** The link on which a client sends messages to the cloud, which are counted and read by nobody. */
final class TelemetryLink {
    /** Far above what a device may send, so that a message that is too large gets its own answer and the link stays. */
    private static final UnsignedLong LINK_BYTES_MAX = UnsignedLong.valueOf(1024 * 1024);

    private final Session session;
    private final Consumer<FaultMessage> faults;
    private @Nullable ErrorCondition refusal;

    /**
     * No link at first.
     *
     * @param faults is told what the client wants to go wrong
     */
    TelemetryLink(Session session, Consumer<FaultMessage> faults) {
        this.session = session;
        this.faults = faults;
    }

    void open(ProtonReceiver link) {
        link.setMaxMessageSize(LINK_BYTES_MAX);
        link.setAutoAccept(false).handler(this::receive).open();
    }

    /** Refuses all that comes from now on; null: nothing any more. */
    void refuse(@Nullable ErrorCondition reason) {
        refusal = reason;
    }

    private void receive(ProtonDelivery delivery, Message message) {
        Map<String, String> properties = ApplicationTexts.of(message);
        FaultMessage asked = FaultMessage.of(properties);
        try {
            if (asked != null) {
                faults.accept(asked);
            } else if (refusal != null) {
                reject(delivery, refusal);
                return;
            } else {
                checkSize(message, properties);
                session.telemetry();
            }
            delivery.disposition(Accepted.getInstance(), true);
        } catch (HubException refused) {
            reject(delivery, Conditions.of(refused));
        }
    }

    private static void checkSize(Message message, Map<String, String> properties) {
        int size = MessageBody.buffer(message).remaining();
        for (Map.Entry<String, String> property : properties.entrySet()) {
            size += property.getKey().getBytes(StandardCharsets.UTF_8).length
                    + property.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        Messages.checkTelemetry(size);
    }

    private static void reject(ProtonDelivery delivery, ErrorCondition reason) {
        Rejected rejected = new Rejected();
        rejected.setError(reason);
        delivery.disposition(rejected, true);
    }
}
