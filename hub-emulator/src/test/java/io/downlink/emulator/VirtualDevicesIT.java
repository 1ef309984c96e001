package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.service.jobs.DirectMethodsJobOptions;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJob;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobStatus;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobsClient;
import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.DeliveryAcknowledgement;
import com.microsoft.azure.sdk.iot.service.messaging.FeedbackRecord;
import com.microsoft.azure.sdk.iot.service.messaging.FeedbackStatusCode;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.query.QueryClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import io.downlink.emulator.jobs.JobRules;
import io.downlink.emulator.virtual.VirtualSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual devices as the unmodified service SDK sees them. */
class VirtualDevicesIT {
    @TempDir
    private static Path directory;

    private HubEmulator emulator;
    private HttpClientOf http;

    @BeforeEach
    void start() {
        VirtualSettings virtual = VirtualSettings.DEFAULT
                .with("f-1..1000,latency=20ms..80ms,fail=0.1,offline=0.1")
                .with("v-*")
                .recordingTo(directory.resolve("executed.jsonl"));
        emulator = TestHub.start(
                "127.65.0.2", virtual, JobRules.DEFAULT.withDeviceOperationsPerSecond(10)); // the pace of S1
        http = new HttpClientOf(emulator);
    }

    @AfterEach
    void stop() {
        http.close();
        emulator.close();
    }

    @Test
    void shouldAnswerMethodsAndRecordThem() throws Exception {
        DirectMethodsClient methods = new DirectMethodsClient(TestHub.httpsHost(emulator), credential());
        for (int i = 0; i < 20; i++) {
            var answer = methods.invoke(
                    "v-" + i,
                    "reboot",
                    DirectMethodRequestOptions.builder()
                            .payload(Map.of("commandId", "c-" + i))
                            .build());
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.getPayloadAsJsonString()).isEqualTo("{\"device\":\"v-" + i + "\",\"method\":\"reboot\"}");
        }

        assertThat(Files.readAllLines(directory.resolve("executed.jsonl")))
                .filteredOn(line -> line.contains("\"v-"))
                .hasSize(20)
                .anyMatch(line -> line.endsWith("\"device\":\"v-7\",\"method\":\"reboot\",\"commandId\":\"c-7\"}"));
        assertThat(emulator.hub().registry().counts().total()).isEqualTo(1_001); // none of these has an identity
        assertThat(statistics()).contains("\"methodsExecuted\":20");
    }

    @Test
    void shouldHaveTwinsThatQueriesSee() throws Exception {
        TwinClient twins = new TwinClient(TestHub.httpsHost(emulator), credential());
        Twin twin = twins.get("v-77");
        twin.getTags().put("floor", "3");
        twins.patch(twin);

        QueryClient queries = SdkJobs.queries(emulator);
        var found = queries.queryTwins("SELECT * FROM devices WHERE tags.floor = '3'");

        assertThat(found.next().getDeviceId()).isEqualTo("v-77");
        assertThat(found.hasNext()).isFalse();
    }

    @Test
    void shouldTellWhatBecameOfMessages() throws Exception {
        List<FeedbackRecord> told = new CopyOnWriteArrayList<>();
        MessageFeedbackProcessorClient processor = SdkService.feedback(emulator, batch -> {
            told.addAll(batch.getRecords());
            return AcknowledgementType.COMPLETE;
        });
        MessagingClient client = SdkService.messaging(emulator, "service");
        client.open();
        Message message = new Message("hello");
        message.setMessageId("m-1");
        message.setDeliveryAcknowledgement(DeliveryAcknowledgement.Full);
        client.send("v-9", message);
        processor.start();
        await().until(() -> emulator.hub().messages().statistics().completedCount() == 1);

        emulator.time().advance(Duration.ofSeconds(15));

        await().untilAsserted(() -> assertThat(told).singleElement().satisfies(record -> {
            assertThat(record.getStatusCode()).isEqualTo(FeedbackStatusCode.success);
            assertThat(record.getDeviceId()).isEqualTo("v-9");
            assertThat(record.getOriginalMessageId()).isEqualTo("m-1");
        }));
        client.close();
        processor.stop();
    }

    @Test
    void shouldRunAJobOverAThousandDevicesAtThePaceOfItsTierWhenTheClockIsMoved() throws Exception {
        ScheduledJobsClient jobs = SdkJobs.jobs(emulator);
        jobs.scheduleDirectMethod(
                "in-two-minutes",
                "deviceId != 'device-1'",
                "lockDoor",
                Date.from(Instant.now().plus(Duration.ofMinutes(2))),
                DirectMethodsJobOptions.builder()
                        .methodConnectTimeoutSeconds(5)
                        .methodResponseTimeoutSeconds(10)
                        .maxExecutionTimeSeconds(300)
                        .build());
        await().untilAsserted(() ->
                assertThat(jobs.get("in-two-minutes").getJobStatus()).isEqualTo(ScheduledJobStatus.scheduled));

        emulator.time().advance(Duration.ofMinutes(2).plusSeconds(60));
        ScheduledJob running = jobs.get("in-two-minutes");
        emulator.time().advance(Duration.ofSeconds(60));
        ScheduledJob completed = jobs.get("in-two-minutes");

        assertThat(running.getJobStatus()).isEqualTo(ScheduledJobStatus.running);
        assertThat(running.getJobStatistics().getPendingCount()).isBetween(350, 450); // 10 a second for a minute
        assertThat(completed.getJobStatus()).isEqualTo(ScheduledJobStatus.completed);
        assertThat(completed.getJobStatistics().getDeviceCount()).isEqualTo(1_000);
        assertThat(completed.getJobStatistics().getFailedCount()).isBetween(50, 150); // who was offline
        assertThat(Files.readAllLines(directory.resolve("executed.jsonl")))
                .filteredOn(line -> line.contains("\"f-"))
                .hasSize(completed.getJobStatistics().getSucceededCount())
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldChangeTheRulesByTheAdminApi() throws Exception {
        assertThat(http.send("POST", "/$emulator/virtual", "{\"rule\":\"w-1..5,fail=1\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(http.send("GET", "/$emulator/virtual", "").body()).contains("\"w-1..5,fail=1.0\"");
        assertThat(emulator.hub().registry().counts().total()).isEqualTo(1_006);
        DirectMethodsClient methods = new DirectMethodsClient(TestHub.httpsHost(emulator), credential());
        assertThat(methods.invoke("w-3", "reboot").getStatus()).isEqualTo(500);

        assertThat(http.send("POST", "/$emulator/virtual", "{\"rule\":\"w-1..5\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(methods.invoke("w-3", "reboot").getStatus()).isEqualTo(200);
        assertThat(http.send("POST", "/$emulator/virtual", "{\"rule\":\"w-1\"}").statusCode())
                .isEqualTo(400);
        assertThat(http.send("DELETE", "/$emulator/virtual/w-1..5", "").statusCode())
                .isEqualTo(204);
        assertThat(http.send("DELETE", "/$emulator/virtual/w-1..5", "").statusCode())
                .isEqualTo(404);
    }

    private String statistics() throws Exception {
        return http.send("GET", "/$emulator/statistics", "").body();
    }

    private AzureSasCredential credential() {
        return new AzureSasCredential(Tokens.ofPolicy(
                emulator.hostName(),
                "iothubowner",
                DevelopmentKeys.IOTHUBOWNER,
                Instant.now().plusSeconds(600)));
    }
}
