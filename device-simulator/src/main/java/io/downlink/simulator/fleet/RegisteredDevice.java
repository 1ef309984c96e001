package io.downlink.simulator.fleet;

/**
 * A device that the hub knows.
 *
 * @param key its own primary key, Base64
 */
public record RegisteredDevice(String id, String key) {

    @Override
    public String toString() {
        return "RegisteredDevice[id=%s, key=hidden]".formatted(id);
    }
}
