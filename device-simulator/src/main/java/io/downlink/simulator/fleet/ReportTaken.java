package io.downlink.simulator.fleet;

import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.IotHubTransportMessage;
import com.microsoft.azure.sdk.iot.device.twin.ReportedPropertiesUpdateCorrelatingMessageCallback;
import com.microsoft.azure.sdk.iot.device.twin.ReportedPropertiesUpdateResponse;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells once what the hub answered to reported properties, as an HTTP status: 200 or 204 when it took them.
 *
 * <p>The SDK's simpler callback hangs on {@code onResponseReceived}, which iot-device-client 2.5.0 can skip: a
 * second thread may remove the callback first. It removes it only after {@code onResponseAcknowledged}.
 */
record ReportTaken(IntConsumer status) implements ReportedPropertiesUpdateCorrelatingMessageCallback {

    @Override
    public void onRequestQueued(Message message, @Nullable Object context) {}

    @Override
    public void onRequestSent(Message message, @Nullable Object context) {}

    @Override
    public void onRequestAcknowledged(
            Message message, @Nullable Object context, @Nullable IotHubClientException failure) {}

    @Override
    public void onResponseReceived(
            Message message,
            @Nullable Object context,
            IotHubStatusCode code,
            @Nullable ReportedPropertiesUpdateResponse response,
            @Nullable IotHubClientException failure) {}

    @Override
    public void onResponseAcknowledged(Message message, @Nullable Object context) {
        status.accept(Integer.parseInt(((IotHubTransportMessage) message).getStatus()));
    }
}
