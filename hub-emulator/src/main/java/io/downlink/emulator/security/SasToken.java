package io.downlink.emulator.security;

import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.SymmetricKeys;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A shared access signature as it arrived: nothing in it is believed before {@link #signedWith} said so.
 *
 * @param signedResource {@code sr}, still encoded: this text was signed
 * @param signature {@code sig}, decoded to the text of the Base64
 * @param expiry {@code se}
 * @param expiryText {@code se} as it was signed
 * @param policy {@code skn}; null in a token of a device
 */
record SasToken(
        String signedResource,
        String signature,
        Instant expiry,
        String expiryText,
        @Nullable String policy) {
    private static final String PREFIX = "SharedAccessSignature ";

    /** The end of the year 9999: no connection lives longer, and the arithmetic of time goes on behind it. */
    private static final long EXPIRY_MAX = 253_402_300_799L;

    /**
     * Reads a token, whatever the order of its fields.
     *
     * @throws HubException unauthorized, if it is not one
     */
    static SasToken parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw HubException.unauthorized();
        }
        String resource = null;
        String signature = null;
        String expiry = null;
        String policy = null;
        for (int from = PREFIX.length(); from < text.length(); ) {
            int ampersand = text.indexOf('&', from);
            int to = ampersand < 0 ? text.length() : ampersand;
            int equals = text.indexOf('=', from);
            if (equals < 0 || equals > to) {
                throw HubException.unauthorized();
            }
            String value = text.substring(equals + 1, to);
            switch (text.substring(from, equals).strip()) {
                case "sr" -> resource = value;
                case "sig" -> signature = decode(value);
                case "se" -> expiry = value;
                case "skn" -> policy = decode(value);
                default -> {} // the service ignores what it does not know
            }
            from = to + 1;
        }
        if (resource == null || signature == null || expiry == null) {
            throw HubException.unauthorized();
        }
        return new SasToken(
                resource, signature, instant(expiry), expiry, policy == null || policy.isEmpty() ? null : policy);
    }

    /** Whether one of the two keys made the signature. */
    boolean signedWith(SymmetricKeys keys) {
        return matches(keys.primary()) || matches(keys.secondary());
    }

    /** Whether the token is good for a resource: its own, or one below it, compared by whole segment. */
    boolean covers(String resource) {
        String own = decode(signedResource);
        int hostEnd = hostEnd(own);
        return resource.length() >= own.length()
                && resource.regionMatches(true, 0, own, 0, hostEnd) // the host, whatever its case
                && resource.startsWith(own.substring(hostEnd), hostEnd)
                && (resource.length() == own.length() || resource.charAt(own.length()) == '/');
    }

    /** What the token is for at the hub, decoded; empty: the whole hub. */
    String path() {
        String own = decode(signedResource);
        return own.substring(hostEnd(own));
    }

    /** What the token calls the hub. */
    String host() {
        String own = decode(signedResource);
        return own.substring(0, hostEnd(own));
    }

    /** Hides the signature. */
    @Override
    public String toString() {
        return "SasToken[policy=" + policy + ", expiry=" + expiry + "]";
    }

    private static int hostEnd(String resource) {
        int slash = resource.indexOf('/');
        return slash < 0 ? resource.length() : slash;
    }

    private boolean matches(String key) {
        return MessageDigest.isEqual(
                sign(key, signedResource, expiryText).getBytes(StandardCharsets.UTF_8),
                signature.getBytes(StandardCharsets.UTF_8));
    }

    static String sign(String key, String signedResource, String expiry) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            byte[] text = (signedResource + "\n" + expiry).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static Instant instant(String seconds) {
        try {
            return Instant.ofEpochSecond(Math.clamp(Long.parseLong(seconds), 0, EXPIRY_MAX));
        } catch (NumberFormatException notSeconds) {
            throw HubException.unauthorized();
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw HubException.unauthorized();
        }
    }
}
