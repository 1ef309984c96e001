package io.downlink.gateway.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.WhenOffline;
import io.downlink.contracts.json.ExactJson;
import io.downlink.gateway.pacing.OperationClass;
import io.downlink.hub.HubCommands;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.MethodCall;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Invokes a direct method; where the command says so, a message takes its place when the device is offline.
 *
 * @param payload as it is sent
 */
record InvokeMethod(DirectMethod command, String payload) implements Operation {
    /** For connections, and for a place among the calls in flight. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(10);

    static InvokeMethod of(DirectMethod command) {
        return new InvokeMethod(command, ExactJson.text(command.method().payload()));
    }

    @Override
    public OperationClass operationClass() {
        return OperationClass.METHOD;
    }

    @Override
    public int bytes() {
        return payload.getBytes(UTF_8).length;
    }

    @Override
    public Uni<Outcome> call(HubCommands client, Instant now) {
        return client.invoke(new MethodCall(
                        command.id().deviceId(),
                        command.id().moduleId(),
                        command.method().name(),
                        payload,
                        command.method().connectTimeout(),
                        command.method().responseTimeout()))
                .map(Outcome.Answered::new);
    }

    @Override
    public Duration lasts() {
        return command.method()
                .connectTimeout()
                .plus(command.method().responseTimeout())
                .plus(ON_THE_WAY);
    }

    @Override
    public Duration arrivesWithin() {
        return lasts().plus(Dispatcher.SURELY);
    }

    @Override
    public Optional<Operation> insteadAfter(HubFailure failure) {
        boolean asMessage =
                failure instanceof DeviceNotOnline && command.terms().whenOffline() == WhenOffline.CLOUD_TO_DEVICE;
        return asMessage ? Optional.of(SendMessage.of(command.asMessage())) : Optional.empty();
    }
}
