package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.Message;

/** Makes the messages with which the SDKs' own tests ask a hub for a fault. */
final class FaultMessages {
    private FaultMessages() {}

    static Message of(String operation, int delayInSeconds, int durationInSeconds) {
        Message message = new Message("a fault, please");
        message.setProperty("AzIoTHub_FaultOperationType", operation);
        message.setProperty("AzIoTHub_FaultOperationCloseReason", "Boom");
        message.setProperty("AzIoTHub_FaultOperationDelayInSecs", Integer.toString(delayInSeconds));
        message.setProperty("AzIoTHub_FaultOperationDurationInSecs", Integer.toString(durationInSeconds));
        return message;
    }
}
