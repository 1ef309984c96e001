package io.downlink.gateway.rest;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEventWriter;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.contracts.requests.Source;
import io.downlink.gateway.cancelling.HeldCommand;
import java.io.IOException;

/** A command as it is shown. */
final class CommandView {
    private static final CommandEventWriter EVENTS =
            new CommandEventWriter("", CommandEventWriter.GATEWAY, Integer.MAX_VALUE);

    private CommandView() {}

    /** It was taken, and stands there. */
    static String taken(CommandId id, Source source) {
        return JsonObjectWriter.write(json -> {
            identity(id, json);
            source.write("source", json);
        });
    }

    static String ended(CommandEvent event) {
        return JsonObjectWriter.write(json -> {
            identity(event.about().id(), json);
            json.text("status", event.name());
            json.tree("latestEvent", ExactJson.read(EVENTS.write(event).value()).tree());
        });
    }

    static String held(CommandId id, HeldCommand.Standing at) {
        return JsonObjectWriter.write(json -> {
            identity(id, json);
            json.text(
                    "status",
                    switch (at) {
                        case WAITING -> "waiting";
                        case CALLING -> "calling";
                        case ENDING -> "ending";
                    });
        });
    }

    private static void identity(CommandId id, JsonObjectWriter json) throws IOException {
        json.text("commandId", id.commandId());
        json.text("deviceId", id.deviceId());
        json.text("moduleId", id.moduleId());
        json.text("hub", id.hub());
    }
}
