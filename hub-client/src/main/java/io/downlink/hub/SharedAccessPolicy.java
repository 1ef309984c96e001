package io.downlink.hub;

import java.util.Base64;

/**
 * A shared access policy of a hub, such as {@code service}, which is all that Downlink needs.
 *
 * @param name the policy's name
 * @param key one of its keys, in base64; never shown
 */
public record SharedAccessPolicy(String name, String key) implements HubCredential {

    /** @throws IllegalArgumentException if the name is empty or the key is not base64 */
    public SharedAccessPolicy {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "SharedAccessKeyName is empty: give the name of a shared access policy, such as service");
        }
        if (!isBase64(key)) {
            throw new IllegalArgumentException(
                    "SharedAccessKey is not base64: copy the policy's key again, with the = at its end");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SharedAccessPolicy[name=" + name + ", key=hidden]";
    }

    private static boolean isBase64(String key) {
        try {
            return Base64.getDecoder().decode(key).length > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
