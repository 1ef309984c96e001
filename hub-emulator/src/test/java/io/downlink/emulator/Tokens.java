package io.downlink.emulator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes shared access signatures as clients do. */
public final class Tokens {
    private Tokens() {}

    /** A token of a policy for the whole hub. */
    public static String ofPolicy(String host, String policy, String key, Instant expiry) {
        String resource = encode(host);
        long seconds = expiry.getEpochSecond();
        return "SharedAccessSignature sr=" + resource + "&sig=" + encode(sign(resource, seconds, key)) + "&se="
                + seconds + "&skn=" + policy;
    }

    /** A token of a device, in the order of fields that the Java SDK has. */
    public static String ofDevice(String host, String deviceId, String key, Instant expiry) {
        String resource = host + "/devices/" + encode(deviceId);
        long seconds = expiry.getEpochSecond();
        return "SharedAccessSignature sig=" + encode(sign(resource, seconds, key)) + "&se=" + seconds + "&sr="
                + resource;
    }

    private static String sign(String resource, long seconds, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal((resource + "\n" + seconds).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
