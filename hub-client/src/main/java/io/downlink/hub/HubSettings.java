package io.downlink.hub;

import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a hub is, and who Downlink is there.
 *
 * @param name what this hub is called in configuration, commands and metrics
 * @param hostName such as {@code my-hub.azure-devices.net}, without a port
 * @param httpsPort 443 at IoT Hub itself
 * @param credential what proves it
 * @param caFile certificates in PEM to trust besides the platform's own, null for none
 * @param callsInFlightMax how many calls may be open at once, at least 1
 */
public record HubSettings(
        String name,
        String hostName,
        int httpsPort,
        HubCredential credential,
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
        return naming(name, () -> {
            ConnectionString read = ConnectionString.parse(connectionString);
            return new HubSettings(name, read.hostName(), httpsPort, read.policy(), caFile, callsInFlightMax);
        });
    }

    /**
     * The same from a file, which the client reads again when it changes; its {@code HostName} must then stay as it is.
     *
     * @throws IllegalArgumentException also if the file cannot be read
     */
    public static HubSettings fromConnectionStringFile(
            String name, Path connectionString, int httpsPort, @Nullable Path caFile, int callsInFlightMax) {
        return naming(name, () -> {
            String hostName = new SecretFile<>(connectionString, ConnectionString::parse)
                    .first()
                    .hostName();
            HubCredential credential = new HubCredential.ConnectionStringFile(connectionString);
            return new HubSettings(name, hostName, httpsPort, credential, caFile, callsInFlightMax);
        });
    }

    /** The authority of the hub's URLs. */
    String hostAndPort() {
        return httpsPort == 443 ? hostName : hostName + ":" + httpsPort;
    }

    private static HubSettings naming(String name, Supplier<HubSettings> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hub \"" + name + "\": " + e.getMessage(), e);
        }
    }

    private static void check(boolean holds, String problemAndRemedy) {
        if (!holds) {
            throw new IllegalArgumentException(problemAndRemedy);
        }
    }
}
