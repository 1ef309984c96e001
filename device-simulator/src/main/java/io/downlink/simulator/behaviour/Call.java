package io.downlink.simulator.behaviour;

import com.google.gson.JsonElement;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method.
 *
 * @param commandId what the call goes by where it came in a message; null: it came as a direct method
 */
public record Call(
        String method, JsonElement payload, @Nullable String commandId) {

    public static Call direct(String method, JsonElement payload) {
        return new Call(method, payload, null);
    }
}
