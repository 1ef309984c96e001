package io.downlink.simulator.fleet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.IotHubTransportMessage;
import com.microsoft.azure.sdk.iot.device.twin.GetTwinCorrelatingMessageCallback;
import com.microsoft.azure.sdk.iot.device.twin.Twin;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Tells once what the hub answered to a request for the twin; for the same reason as {@link ReportTaken} at the end. */
record TwinTaken(Answer answer) implements GetTwinCorrelatingMessageCallback {

    /** Takes the HTTP status, 200 for success, and {@code {"desired":{…},"reported":{…}}}, or else what is wrong. */
    @FunctionalInterface
    interface Answer {
        void take(int status, JsonObject content);
    }

    @Override
    public void onRequestQueued(Message message, @Nullable Object context) {}

    @Override
    public void onRequestSent(Message message, @Nullable Object context) {}

    @Override
    public void onRequestAcknowledged(
            Message message, @Nullable Object context, @Nullable IotHubClientException failure) {}

    @Override
    public void onResponseReceived(
            @Nullable Twin twin,
            Message message,
            @Nullable Object context,
            IotHubStatusCode code,
            @Nullable IotHubClientException failure) {}

    @Override
    public void onResponseAcknowledged(Message message, @Nullable Object context) {
        JsonElement content = JsonParser.parseString(new String(message.getBytes(), StandardCharsets.UTF_8));
        answer.take(
                Integer.parseInt(((IotHubTransportMessage) message).getStatus()),
                content.isJsonObject() ? content.getAsJsonObject() : new JsonObject());
    }
}
