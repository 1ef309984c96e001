package io.downlink.hub;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The headers of the JDK's HTTP requests, {@code Authorization} among them. */
public final class RequestHeaders {
    /** Held, so that its level stays. */
    private static final Logger TOLD_AT_FINE = Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection");

    private RequestHeaders() {}

    /** Keeps them out of the log from now on, however much the log is asked to tell. */
    public static void hideFromLogs() {
        TOLD_AT_FINE.setLevel(Level.INFO);
    }
}
