package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.Authentication;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.SymmetricKeys;
import io.downlink.emulator.hub.Thumbprints;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads and writes how an identity of the registry proves who it is. */
final class AuthenticationBody {
    private AuthenticationBody() {}

    /**
     * Reads it.
     *
     * @return null: by keys that the hub makes
     */
    static @Nullable Authentication read(JsonNode body) {
        return switch (type(body).toLowerCase(Locale.ROOT)) {
            case "sas" -> sas(body.path("symmetricKey"));
            case "selfsigned" -> new Authentication.SelfSigned(thumbprints(body.path("x509Thumbprint")));
            case "certificateauthority" -> new Authentication.CertificateAuthority();
            case "none" -> new Authentication.None();
            default -> throw invalid("authentication.type is sas, selfSigned, certificateAuthority or none.");
        };
    }

    static ObjectNode write(Authentication authentication) {
        SymmetricKeys keys = authentication instanceof Authentication.Sas sas ? sas.keys() : null;
        Thumbprints thumbprints =
                authentication instanceof Authentication.SelfSigned selfSigned ? selfSigned.thumbprints() : null;
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("symmetricKey")
                .put("primaryKey", keys == null ? null : keys.primary())
                .put("secondaryKey", keys == null ? null : keys.secondary());
        body.putObject("x509Thumbprint")
                .put("primaryThumbprint", thumbprints == null ? null : thumbprints.primary())
                .put("secondaryThumbprint", thumbprints == null ? null : thumbprints.secondary());
        return body.put("type", authentication.type());
    }

    /** Clients of old versions of the API do not name it. */
    private static String type(JsonNode body) {
        JsonNode thumbprints = body.path("x509Thumbprint");
        boolean thumbprint = given(thumbprints.path("primaryThumbprint")) != null
                || given(thumbprints.path("secondaryThumbprint")) != null;
        return body.hasNonNull("type") ? body.path("type").asText() : thumbprint ? "selfSigned" : "sas";
    }

    private static Authentication.@Nullable Sas sas(JsonNode keys) {
        String primary = given(keys.path("primaryKey"));
        String secondary = given(keys.path("secondaryKey"));
        if (primary == null && secondary == null) {
            return null;
        }
        if (primary == null || secondary == null) {
            throw invalid("A device has two keys: give both or none.");
        }
        return new Authentication.Sas(new SymmetricKeys(primary, secondary));
    }

    private static Thumbprints thumbprints(JsonNode body) {
        return new Thumbprints(given(body.path("primaryThumbprint")), given(body.path("secondaryThumbprint")));
    }

    /** The Node.js SDK writes an empty text where it has none. */
    private static @Nullable String given(JsonNode text) {
        String value = text.textValue();
        return value == null || value.isEmpty() ? null : value;
    }

    private static HubException invalid(String message) {
        return new HubException(HubError.ARGUMENT_INVALID, message);
    }
}
