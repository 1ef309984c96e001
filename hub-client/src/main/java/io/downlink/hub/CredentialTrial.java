package io.downlink.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks a hub whether it takes a token, before any call is made with it: for the twin of a device that need not exist,
 * which takes the same right as calls and messages.
 */
final class CredentialTrial {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final HubSettings hub;
    private final SSLContext tls;

    CredentialTrial(HubSettings hub, SSLContext tls) {
        this.hub = hub;
        this.tls = tls;
    }

    /** Blocks until the hub has said so; null if it takes the token, else why that is not known or not so. */
    @Nullable
    String problem(SasToken token) {
        URI twin = URI.create("https://" + hub.hostAndPort() + "/twins/downlink?api-version=" + HubRest.API_VERSION);
        HttpRequest request = HttpRequest.newBuilder(twin)
                .timeout(ANSWER)
                .header("Authorization", token.text())
                .build();
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .connectTimeout(CONNECT)
                .build()) {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            return switch (status) {
                case 401 -> "the hub refuses it (401): it needs the right ServiceConnect";
                case 429 -> "the hub is busy (429)";
                default -> status >= 500 ? "the hub could not say whether it takes it (" + status + ")" : null;
            };
        } catch (IOException e) {
            return "the hub could not be asked: " + e;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "the client is closing";
        }
    }
}
