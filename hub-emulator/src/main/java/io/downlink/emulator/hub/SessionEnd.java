package io.downlink.emulator.hub;

/** Why the session of a device or a module ends. */
public enum SessionEnd {
    /** It has gone, or its front end ends it for a reason of its own. */
    LEFT,
    /** It has connected once more. */
    REPLACED,
    /** It may not connect any more. */
    DISABLED,
    /** The registry does not know it any more. */
    REMOVED,
    /** Its connection is cut, as a network does that fails. */
    CUT
}
