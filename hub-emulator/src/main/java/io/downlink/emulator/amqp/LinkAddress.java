package io.downlink.emulator.amqp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The places at the hub that a service can attach a link to. */
enum LinkAddress {
    /** Tokens are put here. */
    CBS("$cbs"),
    /** Messages to devices. */
    DEVICE_BOUND("/messages/devicebound"),
    /** What became of them. */
    FEEDBACK("/messages/servicebound/feedback"),
    /** The emulator has no file uploads. */
    FILE_NOTIFICATIONS("/messages/servicebound/filenotifications"),
    /** Anything else. */
    UNKNOWN("");

    private final String path;

    LinkAddress(String path) {
        this.path = path;
    }

    /** Reads an address: relative or an absolute URI, in whatever case. */
    static LinkAddress of(@Nullable String address) {
        if (address == null) {
            return UNKNOWN;
        }
        String wanted = PercentText.decode(path(address)).toLowerCase(Locale.ROOT);
        for (LinkAddress known : values()) {
            if (known != UNKNOWN && known.path.equals(wanted)) {
                return known;
            }
        }
        return UNKNOWN;
    }

    private static String path(String address) {
        int scheme = address.indexOf("://");
        if (scheme < 0) {
            return address;
        }
        int start = address.indexOf('/', scheme + "://".length());
        return start < 0 ? "" : address.substring(start);
    }
}
