package io.downlink.hub;

import java.io.IOException;
import java.util.Arrays;

/**
 * Whether a request broke before anything of it was sent.
 *
 * <p>An exception's class does not tell: the JDK throws {@code SocketTimeoutException} for a connection that takes too
 * long and for an answer that does, {@code SocketException} for a reset in the TLS handshake and for one after the
 * request, and {@code SSLHandshakeException} for an alert whenever it comes. So the place in the JDK counts where it was
 * thrown: {@code connect()} of the HTTPS connection returns when TCP and TLS stand, and only then is the request
 * written. Should a JDK rename that place, such failures are told as in doubt, which is wrong on the safe side.
 */
final class Connecting {
    private static final String CONNECTION = "sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection";
    private static final String REDIRECTED = "followRedirect";

    private Connecting() {}

    static boolean failed(IOException thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return Arrays.stream(frames).anyMatch(Connecting::connects)
                // A redirect connects once more, when a request has been sent and answered.
                && Arrays.stream(frames)
                        .noneMatch(frame -> frame.getMethodName().startsWith(REDIRECTED));
    }

    private static boolean connects(StackTraceElement frame) {
        return frame.getClassName().equals(CONNECTION) && frame.getMethodName().equals("connect");
    }
}
