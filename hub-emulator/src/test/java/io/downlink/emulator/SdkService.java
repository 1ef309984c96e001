package io.downlink.emulator;

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

/** Makes clients of the unmodified service SDK that speak AMQP. */
final class SdkService {
    private SdkService() {}

    static MessagingClient messaging(HubEmulator emulator, String policy) {
        return messaging(emulator, policy, _ -> {});
    }

    static MessagingClient messaging(HubEmulator emulator, String policy, Consumer<ErrorContext> errors) {
        return new MessagingClient(
                emulator.connectionString(policy),
                IotHubServiceClientProtocol.AMQPS,
                MessagingClientOptions.builder()
                        .sslContext(TestHub.trust(emulator))
                        .errorProcessor(errors)
                        .build());
    }

    static MessageFeedbackProcessorClient feedback(
            HubEmulator emulator, Function<FeedbackBatch, AcknowledgementType> processor) {
        return new MessageFeedbackProcessorClient(
                emulator.connectionString("service"),
                IotHubServiceClientProtocol.AMQPS,
                processor,
                MessageFeedbackProcessorClientOptions.builder()
                        .sslContext(TestHub.trust(emulator))
                        .build());
    }
}
