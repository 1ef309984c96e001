package io.downlink.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;

/** Bare HTTPS with a token of the owner: what the SDKs do not send, and bodies as they arrive. */
public final class HttpClientOf implements AutoCloseable {
    private final HubEmulator emulator;
    private final HttpClient client;

    public HttpClientOf(HubEmulator emulator) {
        this.emulator = emulator;
        this.client =
                HttpClient.newBuilder().sslContext(TestHub.trust(emulator)).build();
    }

    /** Sends a request; headers are pairs of name and value. */
    public HttpResponse<String> send(String method, String pathAndQuery, String body, String... headers)
            throws IOException, InterruptedException {
        String token = Tokens.ofPolicy(
                emulator.hostName(),
                "iothubowner",
                DevelopmentKeys.IOTHUBOWNER,
                Instant.now().plusSeconds(600));
        return sendAs(token, method, pathAndQuery, body, headers);
    }

    /** The same with another token. */
    public HttpResponse<String> sendAs(String token, String method, String pathAndQuery, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://" + TestHub.httpsHost(emulator) + pathAndQuery))
                .header("Authorization", token)
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
    }
}
