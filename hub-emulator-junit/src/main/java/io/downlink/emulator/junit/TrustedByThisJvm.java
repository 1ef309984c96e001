package io.downlink.emulator.junit;

import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.security.DevelopmentCa;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Makes the JVM's clients trust the hub, besides what the JDK trusts. Azure's service SDK leaves no other way: its HTTPS
 * clients take the JVM's default.
 */
final class TrustedByThisJvm {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

    private TrustedByThisJvm() {}

    /** Does it, unless the tests were started with a trust store of their own: then that one has to hold the hub's CA. */
    static synchronized void from(HubEmulator emulator) {
        if (System.getProperty(TRUST_STORE) != null) {
            return;
        }
        // For clients that make a context of their own from the JVM's settings, as the device SDK does.
        System.setProperty(TRUST_STORE, emulator.trustStore().toString());
        System.setProperty(TRUST_STORE_PASSWORD, DevelopmentCa.TRUST_STORE_PASSWORD);
        SSLContext context = EmulatedHub.trust(emulator);
        // For those that use the default; somebody may have asked for it before, and it is kept then.
        SSLContext.setDefault(context);
        HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
    }
}
