package io.downlink.simulator.behaviour;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.downlink.simulator.behaviour.Effect.Executed;
import io.downlink.simulator.behaviour.Effect.NotImplemented;
import java.time.Clock;
import java.util.Map;

/** The methods that a device of the fleet has. */
public final class Methods {
    private final String deviceId;
    private final Clock clock;

    public Methods(String deviceId, Clock clock) {
        this.deviceId = deviceId;
        this.clock = clock;
    }

    /**
     * Runs a method.
     *
     * <p>{@code reboot} starts a reboot and reports when; {@code LockDoor} answers with a text; {@code echo} and
     * {@code setValue} answer with their payload.
     */
    public Effect run(String method, JsonElement payload) {
        return switch (method) {
            case "reboot" ->
                new Executed(
                        member("result", "Reboot started."),
                        Map.of("reboot", Map.of("at", clock.instant().toString())));
            case "LockDoor" -> new Executed(new JsonPrimitive("Door was locked."), Map.of());
            case "echo", "setValue" -> new Executed(payload, Map.of());
            default -> new NotImplemented(error("method \"%s\" is not implemented by %s".formatted(method, deviceId)));
        };
    }

    /** What the device answers when it failed to run a method. */
    public JsonElement failure(String method) {
        return error("method \"%s\" failed on %s".formatted(method, deviceId));
    }

    private static JsonObject error(String text) {
        return member("error", text);
    }

    private static JsonObject member(String name, String text) {
        JsonObject object = new JsonObject();
        object.addProperty(name, text);
        return object;
    }
}
