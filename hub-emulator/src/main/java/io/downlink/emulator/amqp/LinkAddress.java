package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.HubException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The places at the hub that a client can attach a link to. */
sealed interface LinkAddress {
    /** One for the whole hub. */
    enum Place implements LinkAddress {
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

        Place(String path) {
            this.path = path;
        }
    }

    /** One of a device or a module. */
    record OfClient(ClientId client, Endpoint endpoint) implements LinkAddress {
        /** Whether the client can send there. */
        boolean takes() {
            return endpoint != Endpoint.DEVICE_BOUND;
        }

        /** Whether the client can receive there; some SDKs call it events what a module does. */
        boolean gives() {
            return endpoint != Endpoint.EVENTS || client.module() != null;
        }

        private static final Pattern PATH = Pattern.compile(
                "/?devices/([^/]+)(?:/modules/([^/]+))?/([a-z]+(?:/[a-z]+)?)/?", Pattern.CASE_INSENSITIVE);

        /** The ids stand in it as they are: the SDKs do not encode them. */
        private static LinkAddress of(String path) {
            Matcher parts = PATH.matcher(path);
            if (!parts.matches()) {
                return Place.UNKNOWN;
            }
            String wanted = parts.group(3).toLowerCase(Locale.ROOT);
            for (Endpoint endpoint : Endpoint.values()) {
                if (endpoint.path.equals(wanted)) {
                    try {
                        return new OfClient(ClientId.of(parts.group(1), parts.group(2)), endpoint);
                    } catch (HubException noId) {
                        return Place.UNKNOWN;
                    }
                }
            }
            return Place.UNKNOWN;
        }
    }

    /** What a device has at the hub. */
    enum Endpoint {
        EVENTS("messages/events"),
        DEVICE_BOUND("messages/devicebound"),
        METHODS("methods/devicebound"),
        TWIN("twin");

        private final String path;

        Endpoint(String path) {
            this.path = path;
        }
    }

    /** Reads an address: relative or an absolute URI, in whatever case. */
    static LinkAddress of(@Nullable String address) {
        if (address == null) {
            return Place.UNKNOWN;
        }
        String path = path(address);
        String wanted = PercentText.decode(path).toLowerCase(Locale.ROOT);
        for (Place known : Place.values()) {
            if (known != Place.UNKNOWN && known.path.equals(wanted)) {
                return known;
            }
        }
        return OfClient.of(path);
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
