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

    /** Whether a connection over MQTT ends by it: MQTT 3.1.1 has nothing milder, and no links. */
    public boolean endsMqtt() {
        return switch (this) {
            case KILL_TCP, SHUT_DOWN_MQTT, INVOKE_THROTTLING, INVOKE_MAX_MESSAGE_QUOTA, INVOKE_AUTH_ERROR -> true;
            case KILL_AMQP_CONNECTION,
                    KILL_AMQP_SESSION,
                    KILL_AMQP_CBS_REQUEST_LINK,
                    KILL_AMQP_CBS_RESPONSE_LINK,
                    KILL_AMQP_TELEMETRY_LINK,
                    KILL_AMQP_MESSAGE_LINK,
                    KILL_AMQP_TWIN_REQUEST_LINK,
                    KILL_AMQP_TWIN_RESPONSE_LINK,
                    KILL_AMQP_METHOD_REQUEST_LINK,
                    KILL_AMQP_METHOD_RESPONSE_LINK,
                    SHUT_DOWN_AMQP -> false;
        };
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
