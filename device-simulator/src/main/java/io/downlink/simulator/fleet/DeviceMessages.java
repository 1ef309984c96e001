package io.downlink.simulator.fleet;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.MessageCallback;
import com.microsoft.azure.sdk.iot.device.MessageProperty;
import io.downlink.simulator.behaviour.Call;
import io.downlink.simulator.record.Body;
import io.downlink.simulator.record.Body.Binary;
import io.downlink.simulator.record.Body.Text;
import io.downlink.simulator.record.DeviceRecord;
import io.downlink.simulator.record.ReceivedMessage;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes one device's cloud-to-device messages from the SDK, one at a time, and settles each when its record says so.
 *
 * <p>A hub delivers at least once: a message that the device is done with is not dealt with again. A message with
 * {@value #METHOD} and {@value #COMMAND_ID} stands for a call that could not be made because the device was away; the
 * device executes each such command once, whatever messages carry it.
 */
final class DeviceMessages implements MessageCallback {
    static final String METHOD = "downlink-method";
    static final String COMMAND_ID = "downlink-command-id";

    private static final Logger LOGGER = Logger.getLogger(DeviceMessages.class);

    /** What a device would answer to a call whose payload is not JSON. */
    private static final int BAD_REQUEST = 400;

    private final String deviceId;
    private final DeviceRecord record;
    private final DeviceMethods methods;
    private final Settlement settlement;
    private final Lock oneAtATime = new ReentrantLock(true);

    DeviceMessages(String deviceId, DeviceRecord record, DeviceMethods methods, Settlement settlement) {
        this.deviceId = deviceId;
        this.record = record;
        this.methods = methods;
        this.settlement = settlement;
    }

    /** @throws NotCompleted where the device hangs: the SDK then sends nothing, and the hub delivers again some time */
    @Override
    public IotHubMessageResult onCloudToDeviceMessageReceived(Message message, @Nullable Object context) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (MessageProperty property : message.getProperties()) {
            properties.put(property.getName(), property.getValue());
        }
        ReceivedMessage received = new ReceivedMessage(message.getMessageId(), Body.of(message.getBytes()), properties);
        switch (settlement) {
            case COMPLETE -> take(received);
            case ABANDON -> record.messageAbandoned(received);
            case REJECT -> record.messageRejected(received);
        }
        return settlement.result();
    }

    void take(ReceivedMessage message) {
        oneAtATime.lock();
        try {
            if (isRepeat(message)) {
                record.messageRepeated(message);
                record.messageCompleted(message, null);
            } else {
                record.messageReceived(message);
                record.messageCompleted(message, act(message));
            }
        } catch (NotCompleted e) {
            LOGGER.infof("message not completed, the device hangs deviceId=%s", deviceId);
            throw e;
        } catch (RuntimeException e) {
            // The SDK would swallow it. No completion leaves that the record does not hold.
            LOGGER.errorf(e, "message not completed deviceId=%s", deviceId);
            throw e;
        } finally {
            oneAtATime.unlock();
        }
    }

    private boolean isRepeat(ReceivedMessage message) {
        String commandId = message.properties().get(COMMAND_ID);
        return (message.id() != null && record.hasCompleted(message.id()))
                || (commandId != null && record.hasExecuted(commandId));
    }

    /** @return the status of the call in the message; null: there is none */
    private @Nullable Integer act(ReceivedMessage message) {
        String method = message.properties().get(METHOD);
        String commandId = message.properties().get(COMMAND_ID);
        if (method == null || commandId == null) {
            return null;
        }
        JsonElement payload = payload(message.body());
        if (payload == null) {
            return BAD_REQUEST;
        }
        OptionalInt status = methods.takeUnanswered(new Call(method, payload, commandId));
        return status.orElseThrow(NotCompleted::new);
    }

    /** @return null: it is not JSON. Nothing at all becomes an empty object, as the SDK has it for direct methods */
    private static @Nullable JsonElement payload(Body body) {
        return switch (body) {
            case Binary _ -> null;
            case Text(String text) -> text.isBlank() ? new JsonObject() : json(text);
        };
    }

    private static @Nullable JsonElement json(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        try {
            JsonElement json = new Gson().getAdapter(JsonElement.class).read(reader);
            return reader.peek() == JsonToken.END_DOCUMENT ? json : null;
        } catch (IOException | JsonParseException _) {
            return null;
        }
    }

    /** The device hangs on the message. */
    static final class NotCompleted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
