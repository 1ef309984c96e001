package io.downlink.hub;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code HostName=...;SharedAccessKeyName=...;SharedAccessKey=...}, as the Azure portal shows it under <i>Shared access
 * policies</i>.
 */
record ConnectionString(String hostName, SharedAccessPolicy policy) {

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if something is missing or wrong; the message names the field and the remedy, and
     *     never shows the key
     */
    static ConnectionString parse(String text) {
        Map<String, String> fields = fields(text);
        check(
                !fields.containsKey("DeviceId"),
                "DeviceId: this is a device's connection string; take one of the hub's shared access policies");
        check(
                !fields.containsKey("SharedAccessSignature"),
                "SharedAccessSignature: it ends and cannot be renewed; give SharedAccessKeyName and SharedAccessKey, or"
                        + " host-name and credential.sas-token-file");
        String hostName = required(fields, "HostName");
        return new ConnectionString(
                hostName,
                new SharedAccessPolicy(required(fields, "SharedAccessKeyName"), required(fields, "SharedAccessKey")));
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.strip().split(";", -1)) {
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
