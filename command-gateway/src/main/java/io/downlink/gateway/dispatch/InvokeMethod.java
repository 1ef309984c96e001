package io.downlink.gateway.dispatch;

import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.WhenOffline;
import io.downlink.contracts.json.ExactJson;
import io.downlink.hub.HubCommands;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.MethodCall;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Invokes a direct method; where the command says so, a message takes its place when the device is offline. */
record InvokeMethod(DirectMethod command) implements Operation {
    /** For connections, and for a place among the calls in flight. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(10);

    @Override
    public String label() {
        return "method";
    }

    @Override
    public Uni<Outcome> call(HubCommands client, Instant now) {
        return client.invoke(new MethodCall(
                        command.id().deviceId(),
                        command.id().moduleId(),
                        command.method().name(),
                        ExactJson.text(command.method().payload()),
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
        return asMessage ? Optional.of(new SendMessage(command.asMessage())) : Optional.empty();
    }
}
