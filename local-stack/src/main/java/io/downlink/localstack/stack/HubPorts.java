package io.downlink.localstack.stack;

/** Where a hub listens, in the words of the console. */
final class HubPorts {
    private HubPorts() {}

    static String of(StackSettings settings) {
        boolean standard = Ports.answers(settings.hubAddress(), StackSettings.HTTPS_STANDARD_PORT);
        return "%s  %d %d %d (443: %s)"
                .formatted(
                        settings.hubAddress(),
                        StackSettings.HUB_AMQPS_PORT,
                        StackSettings.HUB_MQTTS_PORT,
                        StackSettings.HUB_HTTPS_PORT,
                        standard ? "yes" : "no");
    }
}
