package io.downlink.service.hubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Service;
import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.MessagingRules;
import io.downlink.emulator.hub.SymmetricKeys;
import io.downlink.emulator.security.AccessRules;
import io.downlink.emulator.virtual.VirtualSettings;
import io.downlink.hub.HubClient;
import io.downlink.hub.HubTls;
import io.downlink.service.startup.Refusals;
import io.downlink.testsupport.tokens.TokenEndpoint;
import io.downlink.testsupport.tokens.TokenSigner;
import io.vertx.core.Vertx;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.HttpsURLConnection;
import org.eclipse.microprofile.context.spi.ContextManagerProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of credential, replaced while calls, messages and feedback are under way: none of them may notice. */
@Timeout(180)
class CredentialsIT {
    private static final Path DATA_DIR = Path.of("target", "credentials-data").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static TokenEndpoint tokens;
    private static HubEmulator hub;
    private static Vertx vertx;

    private final LoggedLines log = new LoggedLines();

    @TempDir
    private Path mount;

    @BeforeAll
    static void start() {
        ContextManagerProvider.instance(); // Mutiny asks for it, and it fails where two threads are the first to
        vertx = Vertx.vertx();
        tokens = TokenEndpoint.start("127.78.0.2", DATA_DIR);
        hub = HubEmulator.start(EmulatorSettings.at("127.78.0.1", DATA_DIR)
                .with(AccessRules.DEFAULT.withIssuer(tokens.issuer()))
                .with(MessagingRules.DEFAULT.withFeedbackPause(Duration.ofMillis(100)))
                .with(VirtualSettings.DEFAULT.with("v-*")));
        // The emulator, in this JVM too, fetches the issuer's keys.
        HttpsURLConnection.setDefaultSSLSocketFactory(
                HubTls.context(hub.caFile()).getSocketFactory());
    }

    @AfterAll
    static void stop() {
        hub.close();
        tokens.close();
        vertx.close();
    }

    @AfterEach
    void quiet() {
        log.close();
    }

    @Test
    void shouldGoOverToAPolicysOtherKey() {
        // given
        SymmetricKeys first = SymmetricKeys.random();
        hub.regenerateKeys("service", first);
        MountedSecret secret = new MountedSecret(mount, connection(first.primary()));
        try (Load load =
                new Load(open(Map.of("connection-string-file", secret.file().toString())))) {
            load.goesOn();
            // when a part of it is there, which reads as well as the whole
            String half = connection(first.secondary().substring(0, 16));
            secret.replace(half);
            // then
            await().atMost(PATIENCE)
                    .until(() ->
                            !log.with("is not used yet: the hub refuses it").isEmpty());
            load.goesOn();
            // when
            secret.replace(connection(first.secondary()));
            await().atMost(PATIENCE)
                    .until(() -> !log.with("credential replaced").isEmpty());
            hub.regenerateKeys(
                    "service", new SymmetricKeys(SymmetricKeys.random().primary(), first.secondary()));
            // then
            load.goesOn();
            assertThat(log.with("connection for messages opened")).hasSize(2);
            assertThat(log.with("WARN")).hasSize(1);
            assertNothingShows(List.of(
                    first.primary(), first.secondary(), first.secondary().substring(0, 16), "sig="));
        }
    }

    @Test
    void shouldGoOverToATokenThatSomebodyElseHasRenewed() {
        // given
        SymmetricKeys keys = SymmetricKeys.random();
        hub.regenerateKeys("service", keys);
        Instant firstEnd = Instant.now().plusSeconds(25);
        MountedSecret secret = new MountedSecret(mount, token(keys.primary(), firstEnd));
        try (Load load = new Load(open(Map.of(
                "host-name",
                hub.hostName(),
                "credential.sas-token-file",
                secret.file().toString())))) {
            await().atMost(PATIENCE).until(() -> load.receivers() == 1); // with the first one
            // when
            secret.replace(token(keys.primary(), firstEnd.plusSeconds(3_600)));
            // then
            await().atMost(PATIENCE).until(() -> Instant.now().isAfter(firstEnd.plusSeconds(1)));
            load.goesOn();
            assertThat(load.receivers()).isEqualTo(1);
            assertNothingShows(List.of(keys.primary(), "sig="));
        }
    }

    @Test
    void shouldRenewTheTokensOfAnApplicationWhoseSecretIsReplaced() {
        // given
        tokens.register("gateway", "the first secret", "IoT Hub Data Contributor");
        Instant firstEnd = Instant.now().plusSeconds(30);
        tokens.issueFor(Duration.ofSeconds(30));
        MountedSecret secret = new MountedSecret(mount, "the first secret");
        try (Load load = new Load(open(entra(Map.of(
                "credential.entra", "client-secret",
                "credential.client-id", "gateway",
                "credential.client-secret-file", secret.file().toString()))))) {
            load.goesOn();
            // when a wrong one comes first
            secret.replace("a wrong secret");
            await().atMost(PATIENCE).until(() -> !log.with("AADSTS7000215").isEmpty());
            load.goesOn();
            secret.replace("the second secret");
            tokens.register("gateway", "the second secret", "IoT Hub Data Contributor");
            // then
            await().atMost(PATIENCE)
                    .until(() -> !log.with("credential replaced").isEmpty());
            int replaced = tokens.issued();
            await().atMost(PATIENCE).until(() -> tokens.issued() > replaced);
            await().atMost(PATIENCE).until(() -> Instant.now().isAfter(firstEnd.plusSeconds(5)));
            load.goesOn();
            assertThat(load.receivers()).isEqualTo(1);
            assertNothingShows(List.of("the first secret", "a wrong secret", "the second secret", "Bearer"));
        } finally {
            tokens.issueFor(Duration.ofHours(1));
        }
    }

    @Test
    void shouldTakeTheIdentityOfAWorkload() throws Exception {
        // given
        TokenSigner cluster = new TokenSigner("https://cluster.example");
        String subject = "system:serviceaccount:downlink:gateway";
        tokens.register("workload", cluster, subject, "IoT Hub Data Contributor");
        Path token =
                Files.writeString(mount.resolve("token"), cluster.sign(subject, "api://AzureADTokenExchange", 600));
        // then
        try (Load load = new Load(open(entra(Map.of(
                "credential.entra", "workload-identity",
                "credential.client-id", "workload",
                "credential.token-file", token.toString()))))) {
            load.goesOn();
        }
    }

    private void assertNothingShows(List<String> secrets) {
        assertThat(log.all()).isNotEmpty().noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }

    private static Map<String, String> entra(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("host-name", hub.hostName());
        all.put("credential.tenant-id", TokenEndpoint.TENANT);
        all.put("credential.authority", tokens.authority());
        return all;
    }

    private static HubClient open(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("https-port", Integer.toString(hub.httpsPort()));
        all.put("ca-file", hub.caFile().toString());
        return HubConfigs.of(all).open("plant", new Refusals(Service.COMMAND_GATEWAY), vertx);
    }

    private static String connection(String key) {
        return "HostName=" + hub.hostName() + ";SharedAccessKeyName=service;SharedAccessKey=" + key;
    }

    private static String token(String key, Instant end) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            byte[] signature =
                    mac.doFinal((hub.hostName() + "\n" + end.getEpochSecond()).getBytes(StandardCharsets.UTF_8));
            return "SharedAccessSignature sr=" + hub.hostName() + "&sig="
                    + URLEncoder.encode(Base64.getEncoder().encodeToString(signature), StandardCharsets.UTF_8)
                    + "&se=" + end.getEpochSecond() + "&skn=service";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
