package io.downlink.hub;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A shared access signature over a whole hub.
 *
 * @param text as it goes into the {@code Authorization} header; never shown
 * @param expiresAt when the hub stops taking it
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/authenticate-authorize-sas">Control access with SAS</a>
 */
record SasToken(String text, Instant expiresAt) {
    private static final String KIND = "SharedAccessSignature ";

    /** @param hostName without a port: a hub signs for its name alone */
    static SasToken sign(String hostName, SharedAccessPolicy policy, Instant expiresAt) {
        String resource = encode(hostName.toLowerCase(Locale.ROOT));
        long expiry = expiresAt.getEpochSecond();
        String signature = encode(hmac(policy.key(), resource + "\n" + expiry));
        return new SasToken(
                KIND + "sr=" + resource + "&sig=" + signature + "&se=" + expiry + "&skn=" + encode(policy.name()),
                expiresAt);
    }

    /**
     * Reads one that somebody else has signed. It is not changed: nobody but the hub can tell whether it is good.
     *
     * @param hostName that it must be for
     * @throws IllegalArgumentException if it is none, of another hub, or at its end; the message never shows it
     */
    static SasToken parse(String text, String hostName, Instant now) {
        check(
                text.startsWith(KIND)
                        && text.indexOf(' ', KIND.length()) < 0
                        && text.lines().count() == 1,
                "it must read SharedAccessSignature sr=...&sig=...&se=...&skn=...");
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.substring(KIND.length()).split("&", -1)) {
            int equals = field.indexOf('=');
            fields.put(field.substring(0, Math.max(0, equals)), field.substring(equals + 1));
        }
        for (String name : new String[] {"sr", "sig", "se", "skn"}) {
            check(!fields.getOrDefault(name, "").isEmpty(), name + " is missing in the token");
        }
        String resource = URLDecoder.decode(fields.getOrDefault("sr", ""), StandardCharsets.UTF_8);
        check(resource.equalsIgnoreCase(hostName), "sr must name the whole hub, " + hostName);
        Instant expiresAt = Instant.ofEpochSecond(seconds(fields.getOrDefault("se", "")));
        check(expiresAt.isAfter(now), "the token ended at " + expiresAt + ": put another one there");
        return new SasToken(text, expiresAt);
    }

    @Override
    public String toString() {
        return "SasToken[expiresAt=" + expiresAt + "]";
    }

    /** The SDK, too, reads 31 bits of it. */
    private static int seconds(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("se must be the token's end in seconds since 1970, before 2038");
        }
    }

    private static void check(boolean holds, String problemAndRemedy) {
        if (!holds) {
            throw new IllegalArgumentException(problemAndRemedy);
        }
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
