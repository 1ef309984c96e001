package io.downlink.localstack.verdict;

/** What a command goes by in the topics and in its device's record. */
public record Identity(String deviceId, String commandId) {

    @Override
    public String toString() {
        return "%s of %s".formatted(commandId, deviceId);
    }
}
