package io.downlink.localstack.stack;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs in at a hub with one of its shared access policies.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/authenticate-authorize-sas">SAS tokens</a>
 */
final class SharedAccess {
    private static final Duration VALID_FOR = Duration.ofHours(1);
    private static final String ALGORITHM = "HmacSHA256";

    private final String hostName;
    private final String policy;
    private final byte[] key;
    private final Clock clock;

    /** @param key in Base64 */
    SharedAccess(String hostName, String policy, String key, Clock clock) {
        this.hostName = hostName;
        this.policy = policy;
        this.key = Base64.getDecoder().decode(key);
        this.clock = clock;
    }

    /** A new token: the value of the header {@code Authorization}. */
    String token() {
        long expiry = clock.instant().plus(VALID_FOR).getEpochSecond();
        String resource = encode(hostName);
        return "SharedAccessSignature sr=%s&sig=%s&se=%d&skn=%s"
                .formatted(resource, encode(sign(resource + "\n" + expiry)), expiry, encode(policy));
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
