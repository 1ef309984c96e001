package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubConflictException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubTooManyRequestsException;
import com.microsoft.azure.sdk.iot.service.jobs.DirectMethodsJobOptions;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJob;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobStatus;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobType;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobsClient;
import com.microsoft.azure.sdk.iot.service.query.JobQueryResponse;
import com.microsoft.azure.sdk.iot.service.query.QueryClient;
import com.microsoft.azure.sdk.iot.service.query.QueryPageOptions;
import com.microsoft.azure.sdk.iot.service.query.RawQueryResponse;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import io.downlink.emulator.conformance.Over;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.TwinSnapshot;
import io.downlink.emulator.jobs.JobRules;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs as the unmodified service SDK asks for them and the unmodified device SDK carries them out. */
@Over(IotHubClientProtocol.HTTPS)
@Covers(Feature.JOBS)
class JobsIT {
    private static final String ADDRESS = "127.50.0.1";

    private static HubEmulator emulator;
    private static ScheduledJobsClient jobs;
    private static QueryClient queries;

    @BeforeAll
    static void start() {
        emulator = TestHub.start(ADDRESS, JobRules.DEFAULT.withActiveMax(10));
        jobs = SdkJobs.jobs(emulator);
        queries = SdkJobs.queries(emulator);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldCallTheMethodOfEveryDeviceAndTellWhatEachAnswered() throws Exception {
        String online = TestHub.register(emulator, "method-online");
        TestHub.register(emulator, "method-offline");
        try (SdkDevice device = SdkDevice.connect(emulator, online)
                .answering((_, payload) -> new DirectMethodResponse(207, Map.of("got", payload)))) {

            ScheduledJob queued = jobs.scheduleDirectMethod(
                    "Method-Job-1",
                    "deviceId IN ['method-online', 'method-offline']",
                    "lockDoor",
                    now(),
                    DirectMethodsJobOptions.builder()
                            .payload(Map.of("door", 3))
                            .methodConnectTimeoutSeconds(5)
                            .methodResponseTimeoutSeconds(10)
                            .maxExecutionTimeSeconds(60)
                            .build());
            assertThat(queued.getJobStatus()).isEqualTo(ScheduledJobStatus.queued);

            ScheduledJob completed = completed("Method-Job-1");
            assertThat(completed.getJobType()).isEqualTo(ScheduledJobType.scheduleDeviceMethod);
            assertThat(completed.getJobStatistics().getDeviceCount()).isEqualTo(2);
            assertThat(completed.getJobStatistics().getSucceededCount()).isEqualTo(1);
            assertThat(completed.getJobStatistics().getFailedCount()).isEqualTo(1);
            assertThat(device.called()).containsExactly("lockDoor");
        }

        assertThat(raw("SELECT * FROM devices.jobs WHERE devices.jobs.jobId = 'Method-Job-1'"))
                .satisfiesExactly(
                        offline -> assertThat(offline)
                                .contains("\"deviceId\":\"method-offline\"", "\"status\":\"failed\"")
                                .contains("\"code\":\"DeviceNotOnline\""),
                        online1 -> assertThat(online1)
                                .contains("\"deviceId\":\"method-online\"", "\"status\":\"completed\"")
                                .contains("\"deviceMethodResponse\":{\"status\":207,\"payload\":{\"got\":"));
    }

    @Test
    void shouldUpdateTheTwinsAndTellTheConnectedDevices() throws Exception {
        String connection = TestHub.register(emulator, "twin-1");
        TestHub.register(emulator, "twin-2");
        try (SdkDevice device = SdkDevice.connect(emulator, connection)) {
            List<String> heard = new CopyOnWriteArrayList<>();
            device.client().subscribeToDesiredProperties((twin, _) -> heard.add(twin.toString()), null);
            Twin update = new Twin();
            update.setETag("*");
            update.getTags().put("floor", "3");
            update.getDesiredProperties().put("speed", 7);

            jobs.scheduleUpdateTwin("twin-job-1", "deviceId IN ['twin-1','twin-2']", update, now(), 60);

            ScheduledJob completed = completed("twin-job-1");
            assertThat(completed.getJobStatistics().getSucceededCount()).isEqualTo(2);
            assertThat(completed.getUpdateTwin().getTags()).containsEntry("floor", "3");
            await().untilAsserted(
                            () -> assertThat(heard).singleElement().asString().contains("speed"));
        }
        TwinSnapshot twin = emulator.hub().twins().get(new DeviceId("twin-2"));
        assertThat(twin.tags().path("floor").textValue()).isEqualTo("3");
        assertThat(twin.desired().values().path("speed").intValue()).isEqualTo(7);
    }

    @Test
    void shouldCancelWhatIsScheduledForLaterAndNothingElse() throws Exception {
        Date later = Date.from(Instant.now().plus(Duration.ofHours(1)));
        jobs.scheduleDirectMethod("later", "deviceId = 'nobody'", "reboot", later);
        await().untilAsserted(
                        () -> assertThat(jobs.get("later").getJobStatus()).isEqualTo(ScheduledJobStatus.scheduled));

        assertThat(jobs.cancel("later").getJobStatus()).isEqualTo(ScheduledJobStatus.cancelled);

        assertThat(jobs.get("later").getJobStatus()).isEqualTo(ScheduledJobStatus.cancelled);
        assertThatThrownBy(() -> jobs.cancel("later"))
                .isInstanceOf(IotHubException.class)
                .hasMessageContaining("OperationNotAllowedInCurrentState");
        assertThatThrownBy(() -> jobs.cancel("never")).isInstanceOf(IotHubNotFoundException.class);
    }

    @Test
    void shouldAnswerForAJobThatItDoesNotKnow() throws Exception {
        ScheduledJob unknown = jobs.get("unheard-of");

        assertThat(unknown.getJobId()).isEqualTo("unheard-of");
        assertThat(unknown.getJobStatus()).isEqualTo(ScheduledJobStatus.unknown);
        assertThat(unknown.getJobType()).isEqualTo(ScheduledJobType.unknown);
    }

    @Test
    void shouldTakeAnIdOnce() throws Exception {
        jobs.scheduleDirectMethod("once", "deviceId = 'nobody'", "reboot", now());

        assertThatThrownBy(() -> jobs.scheduleDirectMethod("once", "deviceId = 'nobody'", "reboot", now()))
                .isInstanceOf(IotHubConflictException.class);
    }

    @Test
    void shouldTakeABadConditionAndFailLater() throws Exception {
        assertThat(jobs.scheduleDirectMethod("bad", "deviceId = = 'x'", "reboot", now())
                        .getJobStatus())
                .isEqualTo(ScheduledJobStatus.queued);

        await().untilAsserted(() -> assertThat(jobs.get("bad").getJobStatus()).isEqualTo(ScheduledJobStatus.failed));
        assertThat(jobs.get("bad").getFailureReason()).contains("BadRequest", "column 12");
    }

    @Test
    void shouldRefuseMoreActiveJobsThanItHasSlots() throws Exception {
        try (HubEmulator small = TestHub.start("127.50.0.2")) {
            ScheduledJobsClient client = SdkJobs.jobs(small);
            Date later = Date.from(Instant.now().plus(Duration.ofHours(1)));
            client.scheduleDirectMethod("first", "*", "reboot", later);

            assertThatThrownBy(() -> client.scheduleDirectMethod("second", "*", "reboot", later))
                    .isInstanceOf(IotHubTooManyRequestsException.class)
                    .hasMessageContaining("ThrottlingMaxActiveJobCountExceeded");
            client.cancel("first");
            client.scheduleDirectMethod("second", "*", "reboot", later);
        }
    }

    @Test
    void shouldListJobsByTypeAndStatusPageByPage() throws Exception {
        for (int i = 1; i <= 5; i++) {
            String id = "list-" + i;
            jobs.scheduleUpdateTwin(id, "deviceId = 'nobody'", anyTwin(), now(), 60);
            completed(id);
        }

        List<String> found = new ArrayList<>();
        JobQueryResponse answer = queries.queryJobs(
                ScheduledJobType.scheduleUpdateTwin,
                ScheduledJobStatus.completed,
                QueryPageOptions.builder().pageSize(2).build());
        while (answer.hasNext()) {
            found.add(answer.next(QueryPageOptions.builder()
                            .pageSize(2)
                            .continuationToken(answer.getContinuationToken())
                            .build())
                    .getJobId());
        }
        assertThat(found)
                .contains("list-1", "list-2", "list-3", "list-4", "list-5")
                .doesNotHaveDuplicates();
        assertThat(jobs.query(ScheduledJobType.scheduleUpdateTwin, ScheduledJobStatus.failed)
                        .hasNext())
                .isFalse();
    }

    @Test
    void shouldWriteJobsAsTheServiceDoes() throws Exception {
        try (HttpClientOf client = new HttpClientOf(emulator)) {
            String method =
                    "{\"jobId\":\"wire\",\"type\":\"scheduleDeviceMethod\",\"queryCondition\":\"deviceId = 'nobody'\","
                            + "\"cloudToDeviceMethod\":{\"methodName\":\"m\",\"payload\":1},\"maxExecutionTimeInSeconds\":9}";
            String put = "/jobs/v2/wire?api-version=2021-04-12";
            assertThat(client.send("PUT", put, method).body())
                    .isEqualTo("{\"jobId\":\"wire\",\"type\":\"scheduleDeviceMethod\",\"status\":\"queued\"}");
            completed("wire");

            assertThat(client.send("GET", put, "").body())
                    .matches("\\{\"jobId\":\"wire\",\"type\":\"scheduleDeviceMethod\",\"status\":\"completed\","
                            + "\"queryCondition\":\"deviceId = 'nobody'\",\"createdTime\":\"[^\"]+\\.\\d{7}Z\","
                            + "\"startTime\":\"[^\"]+\\.\\d{7}Z\",\"endTime\":\"[^\"]+\\.\\d{7}Z\","
                            + "\"maxExecutionTimeInSeconds\":9,"
                            + "\"cloudToDeviceMethod\":\\{\"methodName\":\"m\",\"responseTimeoutInSeconds\":30,"
                            + "\"connectTimeoutInSeconds\":0,\"payload\":1},"
                            + "\"deviceJobStatistics\":\\{\"deviceCount\":0,\"failedCount\":0,\"succeededCount\":0,"
                            + "\"runningCount\":0,\"pendingCount\":0}}");
            HttpResponse<String> refused = client.send("POST", "/jobs/v2/wire/cancel?api-version=2021-04-12", "{}");
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("iothub-errorcode")).hasValue("OperationNotAllowedInCurrentState");
            assertThat(client.send("GET", "/jobs/v2/nobody?api-version=2021-04-12", "")
                            .body())
                    .isEqualTo("{\"jobId\":\"nobody\",\"type\":\"unknown\",\"status\":\"unknown\"}");
            assertThat(client.send("GET", "/jobs/v2/query?jobStatus=completed&api-version=2021-04-12", "")
                            .headers()
                            .firstValue("x-ms-item-type"))
                    .hasValue("JobResponse");
        }
    }

    private static ScheduledJob completed(String id) throws IOException, IotHubException {
        await().ignoreExceptionsInstanceOf(IotHubException.class)
                .untilAsserted(() -> assertThat(jobs.get(id).getJobStatus()).isEqualTo(ScheduledJobStatus.completed));
        return jobs.get(id);
    }

    private static Date now() {
        return Date.from(Instant.now());
    }

    private static Twin anyTwin() {
        Twin twin = new Twin();
        twin.setETag("*");
        twin.getTags().put("a", 1);
        return twin;
    }

    private static List<String> raw(String query) throws IOException, IotHubException {
        RawQueryResponse answer = queries.queryRaw(query);
        List<String> rows = new ArrayList<>();
        while (answer.hasNext()) {
            rows.add(answer.next());
        }
        return rows;
    }
}
