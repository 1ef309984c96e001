package io.downlink.contracts.commands;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.WireName;

/** Why a command ended otherwise than completed or enqueued: a closed list. */
public enum Reason implements WireName {
    /** The hub knows no such device. */
    DEVICE_NOT_FOUND("DEVICE_NOT_FOUND"),
    /** The hub knows no such module on the device. */
    MODULE_NOT_FOUND("MODULE_NOT_FOUND"),
    /** The device is not connected, or has not subscribed to methods. */
    DEVICE_NOT_ONLINE("DEVICE_NOT_ONLINE"),
    /** The device's cloud-to-device queue holds 50 messages. */
    QUEUE_FULL("QUEUE_FULL"),
    /** The hub refuses the gateway's credential. */
    UNAUTHORIZED("UNAUTHORIZED"),
    /** The hub refuses the operation (another 403). */
    FORBIDDEN("FORBIDDEN"),
    /** The hub's daily quota is used up. */
    QUOTA_EXCEEDED("QUOTA_EXCEEDED"),
    /** The hub answered 429 to every attempt. */
    THROTTLED("THROTTLED"),
    /** The hub's tier lacks the operation. */
    NOT_AVAILABLE_IN_TIER("NOT_AVAILABLE_IN_TIER"),
    /** The hub refuses the size. */
    PAYLOAD_TOO_LARGE("PAYLOAD_TOO_LARGE"),
    /** The hub answered another 4xx; see detail. */
    REFUSED_BY_HUB("REFUSED_BY_HUB"),
    /** No connection to the hub could be made. */
    HUB_UNAVAILABLE("HUB_UNAVAILABLE"),
    /** No hub of that name is configured. */
    HUB_UNKNOWN("HUB_UNKNOWN"),
    /** This version of the gateway cannot carry it out. */
    NOT_SUPPORTED("NOT_SUPPORTED"),
    /** The device, or the hub, did not answer in time. */
    RESPONSE_TIMEOUT("RESPONSE_TIMEOUT"),
    /** The connection broke after the request was on its way. */
    CONNECTION_LOST("CONNECTION_LOST"),
    /** The device's connection closed while it held the call. */
    DEVICE_CONNECTION_LOST("DEVICE_CONNECTION_LOST"),
    /** The hub answered 5xx. */
    HUB_ERROR("HUB_ERROR"),
    /** The hub's answer could not be read. */
    ANSWER_UNREADABLE("ANSWER_UNREADABLE"),
    /** The gateway stopped, or gave up, while the call was open. */
    INTERRUPTED("INTERRUPTED"),
    /** It is older than anything that is kept about earlier commands: not sent now, its earlier fate is not known. */
    OUTSIDE_WINDOW("OUTSIDE_WINDOW"),
    /** Earlier commands, of the same device or of others, come first. */
    EARLIER_COMMANDS("EARLIER_COMMANDS"),
    /** A defect of Downlink; see its log. */
    UNEXPECTED("UNEXPECTED");

    private final String wire;

    Reason(String wire) {
        this.wire = wire;
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
