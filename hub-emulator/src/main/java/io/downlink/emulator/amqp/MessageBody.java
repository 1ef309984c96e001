package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;

/** Reads what a message carries. */
final class MessageBody {
    private MessageBody() {}

    /**
     * The content: data, or a value that is bytes or a text; empty when there is none.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID} if it is anything else
     */
    static ByteBuffer buffer(Message message) {
        return switch (message.getBody()) {
            case null -> ByteBuffer.allocate(0);
            case Data data when data.getValue() == null -> ByteBuffer.allocate(0);
            case Data data -> data.getValue().asByteBuffer();
            case AmqpValue value when value.getValue() instanceof Binary binary -> binary.asByteBuffer();
            case AmqpValue value
            when value.getValue() instanceof String text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            default -> throw new HubException(HubError.ARGUMENT_INVALID, "The message's body must be data.");
        };
    }

    /** A copy of the same. */
    static byte[] bytes(Message message) {
        ByteBuffer content = buffer(message);
        byte[] copy = new byte[content.remaining()];
        content.get(copy);
        return copy;
    }
}
