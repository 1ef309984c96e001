package io.downlink.emulator.faults;

import org.jspecify.annotations.Nullable;

/** What a {@link FaultMessage} can ask for, by the words of the SDKs. */
public enum FaultOperation {
    /** The socket is cut. */
    KILL_TCP("KillTcp"),
    KILL_AMQP_CONNECTION("KillAmqpConnection"),
    KILL_AMQP_SESSION("KillAmqpSession"),
    KILL_AMQP_CBS_REQUEST_LINK("KillAmqpCBSLinkReq"),
    KILL_AMQP_CBS_RESPONSE_LINK("KillAmqpCBSLinkResp"),
    KILL_AMQP_TELEMETRY_LINK("KillAmqpD2CLink"),
    KILL_AMQP_MESSAGE_LINK("KillAmqpC2DLink"),
    KILL_AMQP_TWIN_REQUEST_LINK("KillAmqpTwinLinkReq"),
    KILL_AMQP_TWIN_RESPONSE_LINK("KillAmqpTwinLinkResp"),
    KILL_AMQP_METHOD_REQUEST_LINK("KillAmqpMethodReqLink"),
    KILL_AMQP_METHOD_RESPONSE_LINK("KillAmqpMethodRespLink"),
    /** What the device sends is refused for the duration: too much of it. */
    INVOKE_THROTTLING("InvokeThrottling"),
    /** What the device sends is refused for the duration: the day's quota is used up. */
    INVOKE_MAX_MESSAGE_QUOTA("InvokeMaxMessageQuota"),
    /** What the device sends is refused for the duration: it may not. */
    INVOKE_AUTH_ERROR("InvokeAuthError"),
    /** The connection is closed as a hub does that shuts down. */
    SHUT_DOWN_AMQP("ShutDownAmqp"),
    /** The same, in MQTT. */
    SHUT_DOWN_MQTT("ShutDownMqtt");

    private final String text;

    FaultOperation(String text) {
        this.text = text;
    }

    static @Nullable FaultOperation of(@Nullable String text) {
        for (FaultOperation operation : values()) {
            if (operation.text.equals(text)) {
                return operation;
            }
        }
        return null;
    }
}
