package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.service.exceptions.ErrorCodeDescription;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubTooManyRequestsException;
import com.microsoft.azure.sdk.iot.service.jobs.DirectMethodsJobOptions;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import io.downlink.emulator.throttling.OperationClass;
import io.downlink.emulator.throttling.Throttle;
import io.downlink.emulator.throttling.ThrottlingRules;
import io.downlink.emulator.throttling.Tier;
import io.downlink.emulator.virtual.VirtualSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hub as small as one can buy, as the unmodified service SDK sees it. */
class ThrottlingIT {
    private @Nullable HubEmulator started;

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    @Test
    void shouldRefuseMethodsBeyondTheRateUntilTheClockHasMoved() throws Exception {
        HubEmulator emulator = start(ThrottlingRules.of(Tier.S1, 1).withBacklog(Duration.ZERO, 0));
        DirectMethodsClient methods = new DirectMethodsClient(TestHub.httpsHost(emulator), owner(emulator));
        DirectMethodRequestOptions large = DirectMethodRequestOptions.builder()
                .payload("x".repeat(100 * 1024)) // 26 steps of 4 KB, quotation marks included
                .build();

        // The first calls of a JVM may take longer than the hub needs to allow another one.
        IotHubTooManyRequestsException refused = await().until(
                        () -> catchThrowableOfType(
                                IotHubTooManyRequestsException.class, () -> methods.invoke("v-1", "reboot", large)),
                        Objects::nonNull);

        assertThat(refused.getErrorCode()).isEqualTo(429);
        assertThat(refused.getMessage()).contains("ThrottlingBacklogTimeout", "Operation type: directMethods");
        emulator.time().advance(Duration.ofSeconds(1));
        methods.invoke("v-1", "reboot", large);
    }

    @Test
    void shouldLetWhatComesTooFastWait() throws Exception {
        HubEmulator emulator = start(ThrottlingRules.of(Tier.S1, 1).withBacklog(Duration.ofHours(1), 100));
        RegistryClient registry = new RegistryClient(TestHub.httpsHost(emulator), owner(emulator));
        Throttle throttle = Objects.requireNonNull(emulator.hub().admission().throttle());
        for (int i = 0; i < 150; i++) { // half a minute more than what is free
            throttle.ask(OperationClass.REGISTRY, 0);
        }
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> read(registry));
        await().until(() -> statistics(emulator).contains("\"registry\":{\"allowed\":151,\"refused\":0}"));
        assertThat(waiting).isNotDone();

        emulator.time().advance(Duration.ofMinutes(1));

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void shouldRejectMessagesBeyondTheRateAndTheQuota() throws Exception {
        HubEmulator emulator = start(ThrottlingRules.of(Tier.F1, 1).withBacklog(Duration.ZERO, 0));
        MessagingClient client = SdkService.messaging(emulator, "service");
        client.open();
        for (int i = 0; i < 62; i++) { // 128 messages of half a kilobyte each
            client.send("v-" + i, new Message(new byte[64 * 1024 - 200]));
        }
        assertThatThrownBy(() -> client.send("v-1", new Message(new byte[64 * 1024 - 200])))
                .isInstanceOf(IotHubException.class)
                .hasMessageContaining("quota");

        emulator.time().advance(Duration.ofDays(1));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) { // 100, and what becomes free meanwhile
                        client.send("v-" + i, new Message("small"));
                    }
                })
                .isInstanceOf(IotHubException.class)
                .hasMessageContaining("c2dSends");
        client.close();
    }

    @Test
    void shouldHaveTheSlotsAndThePaceOfItsTier() throws Exception {
        HubEmulator emulator = start(ThrottlingRules.of(Tier.S2, 1));
        var jobs = SdkJobs.jobs(emulator);
        Date tomorrow = Date.from(Instant.now().plus(Duration.ofDays(1)));
        DirectMethodsJobOptions options =
                DirectMethodsJobOptions.builder().maxExecutionTimeSeconds(60).build();
        for (int i = 0; i < 5; i++) {
            jobs.scheduleDirectMethod("job-" + i, "deviceId = 'v-1'", "reboot", tomorrow, options);
        }

        IotHubTooManyRequestsException refused = catchThrowableOfType(
                IotHubTooManyRequestsException.class,
                () -> jobs.scheduleDirectMethod("job-6", "deviceId = 'v-1'", "reboot", tomorrow, options));

        assertThat(refused.getMessage()).contains("ThrottlingMaxActiveJobCountExceeded");
    }

    @Test
    void shouldNotSpeakToDevicesInABasicTier() {
        HubEmulator emulator = start(ThrottlingRules.of(Tier.B1, 1));
        DirectMethodsClient methods = new DirectMethodsClient(TestHub.httpsHost(emulator), owner(emulator));

        assertThatThrownBy(() -> methods.invoke("v-1", "reboot"))
                .isInstanceOfSatisfying(IotHubException.class, refused -> {
                    assertThat(refused.getErrorCode()).isEqualTo(403010);
                    assertThat(refused.getErrorCodeDescription()).isEqualTo(ErrorCodeDescription.UnclassifiedErrorCode);
                });
    }

    private static void read(RegistryClient registry) {
        try {
            registry.getDevice("device-1");
        } catch (IOException | IotHubException e) {
            throw new IllegalStateException(e);
        }
    }

    private HubEmulator start(ThrottlingRules rules) {
        HubEmulator emulator = TestHub.start("127.65.0.3", VirtualSettings.DEFAULT.with("v-*"), rules);
        started = emulator;
        return emulator;
    }

    private static String statistics(HubEmulator emulator) throws Exception {
        try (HttpClientOf http = new HttpClientOf(emulator)) {
            HttpResponse<String> answer = http.send("GET", "/$emulator/statistics", "");
            return answer.body();
        }
    }

    private static AzureSasCredential owner(HubEmulator emulator) {
        return new AzureSasCredential(Tokens.ofPolicy(
                emulator.hostName(),
                "iothubowner",
                DevelopmentKeys.IOTHUBOWNER,
                Instant.now().plusSeconds(600)));
    }
}
