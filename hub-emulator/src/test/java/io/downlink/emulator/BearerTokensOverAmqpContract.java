package io.downlink.emulator;

import com.azure.core.credential.TokenCredential;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;

/** Bearer tokens of services that send messages. */
abstract class BearerTokensOverAmqpContract extends BearerTokensContract {
    @Override
    final void use(TokenCredential credential) throws Exception {
        MessagingClient messaging = new MessagingClient(
                emulator().hostName(),
                credential,
                IotHubServiceClientProtocol.valueOf(protocol().name()),
                MessagingClientOptions.builder()
                        .sslContext(TestHub.trust(emulator()))
                        .build());
        try {
            messaging.open();
            messaging.send(DevelopmentKeys.DEVICE_1.value(), new Message("hello"));
        } finally {
            messaging.close();
        }
    }
}
