package io.downlink.hub;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The SDK's clients for direct methods: one for each read timeout, which is an option of theirs, not of a call. */
final class MethodClients {
    private final CallTimeouts timeouts;
    private final Map<Duration, DirectMethodsClient> byReadTimeout;

    MethodClients(HubSettings hub, SdkCredential credential, CallTimeouts timeouts) {
        this.timeouts = timeouts;
        this.byReadTimeout = timeouts.readClasses().stream()
                .collect(toUnmodifiableMap(
                        readTimeout -> readTimeout,
                        readTimeout ->
                                credential.methods(hub.hostAndPort(), options(timeouts.connect(), readTimeout))));
    }

    /**
     * Blocks until the SDK has an answer. It sends one request, or two where the first connection broke in its
     * handshake: then the second has no body, and no hub takes it for a call.
     *
     * @throws AnswerWithoutStatusException if an answer came that is no method's
     */
    MethodResult invoke(MethodCall call, JsonPayload payload) throws IotHubException, IOException {
        DirectMethodsClient client = Objects.requireNonNull(byReadTimeout.get(timeouts.readTimeout(call)));
        DirectMethodRequestOptions options = DirectMethodRequestOptions.builder()
                .payload(payload)
                .methodConnectTimeoutSeconds(
                        Math.toIntExact(call.connectTimeout().toSeconds()))
                .methodResponseTimeoutSeconds(
                        Math.toIntExact(call.responseTimeout().toSeconds()))
                .build();
        String device = HubId.escape(call.deviceId());
        String module = call.moduleId();
        DirectMethodResponse response = module == null
                ? client.invoke(device, call.method(), options)
                : client.invoke(device, HubId.escape(module), call.method(), options);
        if (response.getStatus() == null) {
            throw new AnswerWithoutStatusException();
        }
        return new MethodResult(response.getStatus(), response.getPayloadAsJsonString());
    }

    private static DirectMethodsClientOptions options(Duration connectTimeout, Duration readTimeout) {
        return DirectMethodsClientOptions.builder()
                .httpConnectTimeoutSeconds(Math.toIntExact(connectTimeout.toSeconds()))
                .httpReadTimeoutSeconds(Math.toIntExact(readTimeout.toSeconds()))
                .build();
    }

    /** The SDK takes any JSON for a method's answer. */
    static final class AnswerWithoutStatusException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AnswerWithoutStatusException() {
            super("the answer has no status");
        }
    }
}
