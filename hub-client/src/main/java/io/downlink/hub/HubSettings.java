package io.downlink.hub;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a hub is, and who Downlink is there.
 *
 * @param name what this hub is called in configuration, commands and metrics
 * @param hostName such as {@code my-hub.azure-devices.net}, without a port
 * @param httpsPort 443 at IoT Hub itself
 * @param credential the shared access policy to sign with
 * @param caFile certificates in PEM to trust besides the platform's own, null for none; {@link HubTls} tells its reach
 * @param callsInFlightMax how many calls may be open at once, at least 1
 */
public record HubSettings(
        String name,
        String hostName,
        int httpsPort,
        SharedAccessPolicy credential,
        @Nullable Path caFile,
        int callsInFlightMax) {

    private static final Pattern HOST_NAME = Pattern.compile("[a-zA-Z0-9_.-]+");

    /** @throws IllegalArgumentException if a value is wrong; the message names the field and the remedy */
    public HubSettings {
        check(
                HOST_NAME.matcher(hostName).matches(),
                "HostName must be a host name alone, such as my-hub.azure-devices.net; a port is set by https-port");
        check(
                httpsPort >= 1 && httpsPort <= 65_535,
                "https-port is " + httpsPort + ": set 1 to 65535; IoT Hub itself has 443");
        check(callsInFlightMax >= 1, "the most calls in flight is " + callsInFlightMax + ": set 1 or more");
    }

    /**
     * Reads {@code HostName=...;SharedAccessKeyName=...;SharedAccessKey=...}, as the Azure portal shows it under
     * <i>Shared access policies</i>.
     *
     * @throws IllegalArgumentException if something is missing or wrong; the message names the hub, the field and the
     *     remedy, and never shows the key
     */
    public static HubSettings fromConnectionString(
            String name, String connectionString, int httpsPort, @Nullable Path caFile, int callsInFlightMax) {
        try {
            Map<String, String> fields = fields(connectionString);
            check(
                    !fields.containsKey("DeviceId"),
                    "DeviceId: this is a device's connection string; take one of the hub's shared access policies");
            check(
                    !fields.containsKey("SharedAccessSignature"),
                    "SharedAccessSignature: it ends and cannot be renewed; give SharedAccessKeyName and SharedAccessKey");
            String hostName = required(fields, "HostName");
            SharedAccessPolicy credential = new SharedAccessPolicy(
                    required(fields, "SharedAccessKeyName"), required(fields, "SharedAccessKey"));
            return new HubSettings(name, hostName, httpsPort, credential, caFile, callsInFlightMax);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hub \"" + name + "\": " + e.getMessage(), e);
        }
    }

    /** The authority of the hub's URLs. */
    String hostAndPort() {
        return httpsPort == 443 ? hostName : hostName + ":" + httpsPort;
    }

    private static Map<String, String> fields(String connectionString) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : connectionString.strip().split(";", -1)) {
            int equals = field.indexOf('='); // the first: a key ends with more of them
            if (equals > 0) {
                fields.put(
                        field.substring(0, equals).strip(),
                        field.substring(equals + 1).strip());
            }
        }
        return fields;
    }

    private static String required(Map<String, String> fields, String field) {
        String value = fields.getOrDefault(field, "");
        check(
                !value.isEmpty(),
                field + " is missing in the connection string: it reads"
                        + " HostName=...;SharedAccessKeyName=...;SharedAccessKey=...");
        return value;
    }

    private static void check(boolean holds, String problemAndRemedy) {
        if (!holds) {
            throw new IllegalArgumentException(problemAndRemedy);
        }
    }
}
