package io.downlink.emulator.security;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a client shows to prove who it is. Nothing in it is believed yet. */
public sealed interface Credential {

    /** A shared access signature. */
    record Token(String text) implements Credential {
        /** Hides the signature. */
        @Override
        public String toString() {
            return "Token[hidden]";
        }
    }

    /**
     * A certificate whose key the client has: TLS has proved that, and nothing else.
     *
     * @param chain the client's own first, then those that lead to its authority, as it sent them
     */
    record Certificate(List<X509Certificate> chain) implements Credential {
        /**
         * Copies.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Certificate {
            chain = List.copyOf(chain);
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("a chain begins with the client's own certificate");
            }
        }
    }

    /** Nothing. */
    record None() implements Credential {}

    /** What a connection shows: its token if it has brought one, else the certificate of its TLS session, if any. */
    static Credential of(@Nullable String token, @Nullable SSLSession session) {
        if (token != null && !token.isEmpty()) {
            return new Token(token);
        }
        try {
            return session == null
                    ? new None()
                    : new Certificate(Arrays.stream(session.getPeerCertificates())
                            .map(X509Certificate.class::cast)
                            .toList());
        } catch (SSLPeerUnverifiedException withoutCertificate) {
            return new None();
        }
    }
}
