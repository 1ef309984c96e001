package io.downlink.simulator.behaviour;

import com.google.gson.JsonElement;
import java.util.Map;

/** What came of a call that a device acted on. */
public sealed interface Effect {

    /** What the device answers. */
    JsonElement answer();

    /**
     * The method ran.
     *
     * @param reported properties that the device reports after its answer; empty where it reports nothing
     */
    record Executed(JsonElement answer, Map<String, Object> reported) implements Effect {

        public Executed {
            reported = Map.copyOf(reported);
        }
    }

    /** The device has no such method. */
    record NotImplemented(JsonElement answer) implements Effect {}
}
