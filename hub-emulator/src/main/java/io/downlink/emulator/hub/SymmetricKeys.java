package io.downlink.emulator.hub;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The two keys of a device or a policy.
 *
 * @param primary Base64 of 16 to 64 bytes
 * @param secondary the same
 */
public record SymmetricKeys(String primary, String secondary) {
    private static final int BYTES_MIN = 16;
    private static final int BYTES_MAX = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Checks both keys.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID} if one is not Base64 of 16 to 64 bytes
     */
    public SymmetricKeys {
        check(primary);
        check(secondary);
    }

    /** Two new keys, as the hub makes them when none are given. */
    public static SymmetricKeys random() {
        return new SymmetricKeys(randomKey(), randomKey());
    }

    /** Hides the keys. */
    @Override
    public String toString() {
        return "SymmetricKeys[hidden]";
    }

    private static String randomKey() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private static void check(String key) {
        int length;
        try {
            length = Base64.getDecoder().decode(key).length;
        } catch (IllegalArgumentException notBase64) {
            length = 0;
        }
        if (length < BYTES_MIN || length > BYTES_MAX) {
            throw new HubException(
                    HubError.ARGUMENT_INVALID, "A key is Base64 of " + BYTES_MIN + " to " + BYTES_MAX + " bytes.");
        }
    }
}
