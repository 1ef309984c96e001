package io.downlink.contracts.commands;

/** Valid requests for pump-17. */
final class Requests {
    static final String METHOD = """
            {"deviceId": "pump-17", "type": "direct-method", "method": {"name": "reboot"}}""";
    static final String MESSAGE = """
            {"deviceId": "pump-17", "type": "cloud-to-device", "message": {"bodyText": "hello"}}""";
    static final String CANCEL = """
            {"deviceId": "pump-17", "type": "cancel", "commandId": "2f1c"}""";

    private Requests() {}
}
