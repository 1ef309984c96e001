package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.jobs.DirectMethodsJobOptions;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobStatus;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobsClient;
import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.DeliveryAcknowledgement;
import com.microsoft.azure.sdk.iot.service.messaging.FeedbackStatusCode;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import io.downlink.emulator.hub.DeviceId;
import java.io.Closeable;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The two clocks, moved while the unmodified SDKs look on. */
class ClocksIT {
    private HubEmulator emulator;
    private HttpClientOf http;

    @BeforeEach
    void start() {
        emulator = TestHub.start("127.65.0.1");
        http = new HttpClientOf(emulator);
    }

    @AfterEach
    void stop() {
        http.close();
        emulator.close();
    }

    @Test
    void shouldTellThatAMessageExpiredWhenItsHourIsOver() throws Exception {
        TestHub.register(emulator, "away");
        List<FeedbackStatusCode> told = new CopyOnWriteArrayList<>();
        MessageFeedbackProcessorClient processor = SdkService.feedback(emulator, batch -> {
            batch.getRecords().forEach(item -> told.add(item.getStatusCode()));
            return AcknowledgementType.COMPLETE;
        });
        MessagingClient client = SdkService.messaging(emulator, "service");
        client.open();
        Message message = new Message("hello");
        message.setDeliveryAcknowledgement(DeliveryAcknowledgement.Full);
        client.send("away", message);
        processor.start();

        emulator.time().advance(Duration.ofHours(1)); // the message's time to live
        emulator.time().advance(Duration.ofSeconds(15)); // the pause before a batch is sent

        await().untilAsserted(() -> assertThat(told).containsExactly(FeedbackStatusCode.expired));
        client.close();
        processor.stop();
    }

    @Test
    void shouldStartAJobWhenItsTimeHasComeAndForgetItAfterThirtyDays() throws Exception {
        String connection = TestHub.register(emulator, "present");
        ScheduledJobsClient jobs = SdkJobs.jobs(emulator);
        try (SdkDevice device = SdkDevice.connect(emulator, connection)
                .answering((_, _) -> new DirectMethodResponse(200, Map.of("ok", true)))) {
            jobs.scheduleDirectMethod(
                    "in-two-days",
                    "deviceId = 'present'",
                    "lockDoor",
                    Date.from(Instant.now().plus(Duration.ofDays(2))),
                    DirectMethodsJobOptions.builder()
                            .maxExecutionTimeSeconds(60)
                            .build());
            await().untilAsserted(() ->
                    assertThat(jobs.get("in-two-days").getJobStatus()).isEqualTo(ScheduledJobStatus.scheduled));

            emulator.time().advance(Duration.ofDays(2));

            await().untilAsserted(() ->
                    assertThat(jobs.get("in-two-days").getJobStatus()).isEqualTo(ScheduledJobStatus.completed));
            assertThat(device.called()).containsExactly("lockDoor");
        }

        emulator.time().advance(Duration.ofDays(30));

        assertThat(jobs.get("in-two-days").getJobStatus()).isEqualTo(ScheduledJobStatus.unknown);
    }

    @Test
    void shouldEndTokensWhenTheWallClockIsMoved() throws Exception {
        String token = Tokens.ofPolicy(
                emulator.hostName(),
                "iothubowner",
                DevelopmentKeys.IOTHUBOWNER,
                Instant.now().plusSeconds(600));
        String registered = TestHub.register(emulator, "with-token");
        try (SdkDevice _ = SdkDevice.connect(emulator, registered)) {
            emulator.time().advance(Duration.ofDays(1));
            assertThat(status(token)).isEqualTo(200);
            assertThat(connected("with-token")).isTrue();

            emulator.time().advanceWallClock(Duration.ofDays(1));

            List<String> logged = new CopyOnWriteArrayList<>();
            try (Closeable _ = listenToExpiry(logged)) {
                assertThat(status(token)).isEqualTo(401);
            }
            assertThat(logged).anyMatch(line -> line.contains("token refused") && line.contains("reason=expired"));
            await().until(() -> !connected("with-token"));
        }
    }

    @Test
    void shouldBeReadAndMovedByTheAdminApi() throws Exception {
        HttpResponse<String> moved =
                http.send("POST", "/$emulator/clock", "{\"advance\":\"PT1H\",\"advanceWall\":\"PT1M\"}");
        assertThat(moved.statusCode()).isEqualTo(200);

        JsonNode clocks = new ObjectMapper()
                .readTree(http.send("GET", "/$emulator/clock", "").body());
        assertThat(clocks.path("ahead").asText()).isEqualTo("PT1H");
        assertThat(clocks.path("wallAhead").asText()).isEqualTo("PT1M");
        assertThat(Instant.parse(clocks.path("now").asText()))
                .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3600));
        assertThat(emulator.time().hub().ahead()).isEqualTo(Duration.ofHours(1));
        assertThat(http.send("POST", "/$emulator/clock", "{\"advance\":\"PT1H\",\"advanceHub\":\"PT1H\"}")
                        .body())
                .contains("unknown field advanceHub: here are advance, advanceWall");
        assertThat(emulator.time().hub().ahead()).as("nothing was moved").isEqualTo(Duration.ofHours(1));
        for (String wrong : List.of("{}", "{\"advance\":\"-PT1H\"}", "{\"advance\":\"an hour\"}")) {
            assertThat(http.send("POST", "/$emulator/clock", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    /** The client is told nothing but 401. */
    private static Closeable listenToExpiry(List<String> logged) {
        Logger logger = Logger.getLogger("io.downlink.emulator.security.Expiry");
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(listener);
        return () -> logger.removeHandler(listener);
    }

    private int status(String token) throws Exception {
        return http.sendAs(token, "GET", "/$emulator/health", "").statusCode();
    }

    private boolean connected(String device) {
        return emulator.hub().registry().get(new DeviceId(device)).connected();
    }
}
