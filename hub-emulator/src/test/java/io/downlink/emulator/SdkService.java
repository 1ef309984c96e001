package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.ErrorContext;
import com.microsoft.azure.sdk.iot.service.messaging.FeedbackBatch;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClientOptions;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes clients of the unmodified service SDK that speak AMQP, at its own port unless said otherwise. */
final class SdkService {
    private SdkService() {}

    static MessagingClient messaging(HubEmulator emulator, String policy) {
        return messaging(emulator, policy, _ -> {});
    }

    static MessagingClient messaging(HubEmulator emulator, String policy, Consumer<ErrorContext> errors) {
        return messaging(emulator, IotHubClientProtocol.AMQPS, policy, errors);
    }

    /** Speaks AMQPS or AMQPS_WS. */
    static MessagingClient messaging(
            HubEmulator emulator, IotHubClientProtocol protocol, String policy, Consumer<ErrorContext> errors) {
        return new MessagingClient(
                emulator.connectionString(policy),
                IotHubServiceClientProtocol.valueOf(protocol.name()),
                MessagingClientOptions.builder()
                        .sslContext(TestHub.trust(emulator))
                        .errorProcessor(errors)
                        .build());
    }

    static MessageFeedbackProcessorClient feedback(
            HubEmulator emulator, Function<FeedbackBatch, AcknowledgementType> processor) {
        return feedback(emulator, IotHubClientProtocol.AMQPS, processor);
    }

    /** Speaks AMQPS or AMQPS_WS. */
    static MessageFeedbackProcessorClient feedback(
            HubEmulator emulator,
            IotHubClientProtocol protocol,
            Function<FeedbackBatch, AcknowledgementType> processor) {
        return new MessageFeedbackProcessorClient(
                emulator.connectionString("service"),
                IotHubServiceClientProtocol.valueOf(protocol.name()),
                processor,
                MessageFeedbackProcessorClientOptions.builder()
                        .sslContext(TestHub.trust(emulator))
                        .build());
    }
}
