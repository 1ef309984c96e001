package io.downlink.localstack.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.emulator.DevelopmentKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What is asked of the hub itself, past Downlink, over HTTPS: the service's REST API and the emulator's own. */
public final class HubApi {
    private static final String API_VERSION = "2021-04-12";
    private static final String CONTINUATION = "x-ms-continuation";
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final SharedAccess access;
    private final HttpClient client;

    private HubApi(String base, SharedAccess access, HttpClient client) {
        this.base = base;
        this.access = access;
        this.client = client;
    }

    /** @throws IOException if the hub's certificate authority is not there yet */
    public static HubApi of(StackSettings settings, Clock clock) throws IOException {
        return new HubApi(
                "https://%s:%d".formatted(settings.hubAddress(), StackSettings.HUB_HTTPS_PORT),
                new SharedAccess(settings.hubAddress(), "iothubowner", DevelopmentKeys.IOTHUBOWNER, clock),
                HttpClient.newBuilder()
                        .sslContext(trusting(settings.caFile()))
                        .connectTimeout(ANSWERS_WITHIN)
                        .build());
    }

    /** @throws IOException if it does not answer */
    public boolean isUp() throws IOException {
        return "UP".equals(ask("GET", "/$emulator/health", "").path("status").textValue());
    }

    /** A device's twin, as the service API gives it. */
    public JsonNode twin(String deviceId) throws IOException {
        return ask("GET", "/twins/%s?api-version=%s".formatted(encode(deviceId), API_VERSION), "");
    }

    /** Sets a tag in a device's twin. */
    public void tag(String deviceId, String name, String value) throws IOException {
        JsonNode patch =
                JSON.createObjectNode().set("tags", JSON.createObjectNode().put(name, value));
        ask("PATCH", "/twins/%s?api-version=%s".formatted(encode(deviceId), API_VERSION), patch.toString());
    }

    /** Closes a device's connection, and returns how many connections that were: one, or none. */
    public int dropLink(String deviceId) throws IOException {
        JsonNode whose = JSON.createObjectNode().put("deviceId", deviceId);
        return ask("POST", "/$emulator/drop-links", whose.toString())
                .path("dropped")
                .asInt();
    }

    /**
     * Lets the hub close the caller's connection once, after a device has run a method, instead of passing its answer on.
     *
     * @return the fault's id
     */
    public String breakLinkOnceAfterExecution(String deviceId) throws IOException {
        JsonNode fault = JSON.createObjectNode()
                .put("kind", "execute-then-close")
                .put("deviceId", deviceId)
                .put("times", 1);
        return ask("POST", "/$emulator/faults", fault.toString()).path("id").asText();
    }

    /**
     * Lets something go wrong.
     *
     * @param fault as the emulator's admin API takes it
     */
    public void addFault(JsonNode fault) throws IOException {
        ask("POST", "/$emulator/faults", fault.toString());
    }

    /** Takes every fault back. */
    public void removeFaults() throws IOException {
        ask("DELETE", "/$emulator/faults", "");
    }

    /** Takes a fault back; one that was used up is gone already, which is no error. */
    public void removeFault(String id) throws IOException {
        send("DELETE", "/$emulator/faults/" + encode(id), "");
    }

    /** Every job that the hub has on record, as the service API gives it. */
    public List<JsonNode> jobs() throws IOException {
        return pages("GET", "/jobs/v2/query?api-version=" + API_VERSION, "");
    }

    /** The rows of {@code devices.jobs} that are about a job, as the service API gives them. */
    public List<JsonNode> deviceJobs(String jobId) throws IOException {
        JsonNode query = JSON.createObjectNode()
                .put("query", "SELECT * FROM devices.jobs WHERE devices.jobs.jobId = '%s'".formatted(jobId));
        return pages("POST", "/devices/query?api-version=" + API_VERSION, query.toString());
    }

    private List<JsonNode> pages(String method, String path, String body) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        String continuation = "";
        do {
            HttpResponse<String> page = send(method, path, body, continuation);
            checked(method, path, page).forEach(all::add);
            continuation = page.headers().firstValue(CONTINUATION).orElse("");
        } while (!continuation.isEmpty());
        return all;
    }

    /** Starts to count anew. */
    public void restartStatistics() throws IOException {
        ask("DELETE", "/$emulator/statistics", "");
    }

    /** What the hub has counted since it started to. */
    public Statistics statistics() throws IOException {
        JsonNode counted = ask("GET", "/$emulator/statistics", "");
        return new Statistics(
                counted.path("methodCalls").asLong(),
                counted.path("methodCallsAtOnceMax").asInt(),
                counted.path("methodCallsAtOnceMaxPerDevice").asInt());
    }

    /**
     * @param calls how many method calls the hub took
     * @param atOnceMax the most that were open at one time
     * @param atOnceMaxPerDevice the most that were open at one time for one device
     */
    public record Statistics(long calls, int atOnceMax, int atOnceMaxPerDevice) {}

    private JsonNode ask(String method, String path, String body) throws IOException {
        return checked(method, path, send(method, path, body));
    }

    private static JsonNode checked(String method, String path, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("the hub answered %s %s with %d".formatted(method, path, answer.statusCode()));
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws IOException {
        return send(method, path, body, "");
    }

    /** @param continuation of the page, empty for the first */
    private HttpResponse<String> send(String method, String path, String body, String continuation) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path));
        if (!continuation.isEmpty()) {
            builder.header(CONTINUATION, continuation);
        }
        HttpRequest request = builder.timeout(ANSWERS_WITHIN)
                .header("Authorization", access.token())
                .header("Content-Type", "application/json; charset=utf-8")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the hub", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static SSLContext trusting(Path caFile) throws IOException {
        try (InputStream pem = Files.newInputStream(caFile)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("hub-" + trusted.size(), certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot trust " + caFile, e);
        }
    }
}
