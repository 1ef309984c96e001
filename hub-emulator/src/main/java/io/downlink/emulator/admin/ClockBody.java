package io.downlink.emulator.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.time.TwoClocks;

/** What the two clocks tell, and how far they were moved. */
final class ClockBody {
    private ClockBody() {}

    static ObjectNode write(TwoClocks clocks) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("now", clocks.now().toString())
                .put("wall", clocks.wall().instant().toString())
                .put("ahead", clocks.hub().ahead().toString())
                .put("wallAhead", clocks.wall().ahead().toString());
    }
}
