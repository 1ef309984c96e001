package io.downlink.hub;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
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

    /** @param hostName without a port: a hub signs for its name alone */
    static SasToken sign(String hostName, SharedAccessPolicy policy, Instant expiresAt) {
        String resource = encode(hostName.toLowerCase(Locale.ROOT));
        long expiry = expiresAt.getEpochSecond();
        String signature = encode(hmac(policy.key(), resource + "\n" + expiry));
        return new SasToken(
                "SharedAccessSignature sr=" + resource + "&sig=" + signature + "&se=" + expiry + "&skn="
                        + encode(policy.name()),
                expiresAt);
    }

    @Override
    public String toString() {
        return "SasToken[expiresAt=" + expiresAt + "]";
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
