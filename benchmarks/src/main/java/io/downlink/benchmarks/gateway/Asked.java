package io.downlink.benchmarks.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A command on its way to the topic.
 *
 * @param partition where it goes; null where its key says so, as with every usual sender
 */
record Asked(
        String commandId,
        String deviceId,
        String json,
        @Nullable Integer partition) {

    /** @param more fields of the request, each with a comma after it */
    static Asked method(String commandId, String deviceId, String more, String methodMore) {
        return new Asked(
                commandId,
                deviceId,
                "{\"commandId\":\"" + commandId + "\",\"deviceId\":\"" + deviceId + "\",\"type\":\"direct-method\","
                        + more + "\"method\":{\"name\":\"reboot\"," + methodMore + "\"payload\":{\"delay\":3}}}",
                null);
    }

    Asked in(int number) {
        return new Asked(commandId, deviceId, json, number);
    }
}
