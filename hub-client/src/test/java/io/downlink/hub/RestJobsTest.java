package io.downlink.hub;

import static io.downlink.hub.ScriptedHub.bytes;
import static io.downlink.hub.ScriptedHub.cutAfter;
import static io.downlink.hub.ScriptedHub.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.downlink.hub.DeviceJobPage.DeviceError;
import io.downlink.hub.DeviceJobPage.Response;
import io.downlink.hub.DeviceJobPage.Row;
import io.downlink.hub.HubFailure.AnswerUnreadable;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.JobAlreadyExists;
import io.downlink.hub.HubFailure.JobNotCancellable;
import io.downlink.hub.HubFailure.JobNotFound;
import io.downlink.hub.HubFailure.JobSlotsFull;
import io.downlink.hub.HubFailure.Refused;
import io.downlink.hub.HubFailure.ServerError;
import io.downlink.hub.HubFailure.Throttled;
import io.downlink.hub.HubFailure.Unauthorized;
import io.downlink.hub.HubFailure.Unexpected;
import io.downlink.hub.HubFailure.Unreachable;
import io.downlink.hub.HubJob.CallMethod;
import io.downlink.hub.HubJob.UpdateTwin;
import io.downlink.hub.JobSnapshot.DeviceCounts;
import io.downlink.hub.JobSnapshot.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked of a hub for jobs, and what is made of its answers, byte by byte. */
class RestJobsTest {
    private static final String ADDRESS = "127.51.0.2";
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final TestCa CA = new TestCa("jobs");
    private static final HubJob LOCK = new HubJob(
            "lock-43",
            "tags.Building = '43'",
            null,
            Duration.ofMinutes(2),
            new CallMethod("LockDoor", "{\"pin\":null,\"x\":1.0}", Duration.ZERO, Duration.ofSeconds(5)));

    @TempDir
    private static Path directory;

    private static Path caFile;

    private ScriptedHub hub;
    private IotHubClient client;

    @BeforeAll
    static void write() throws IOException {
        caFile = CA.pem(directory);
    }

    @BeforeEach
    void open() throws IOException {
        hub = new ScriptedHub(ADDRESS, 0, CA.serverAt(ADDRESS));
        client = clientOf(hub);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        hub.close();
    }

    @Test
    void shouldScheduleAMethodAndKeepTheNullsOfItsPayload() {
        // given
        hub.nextAnswer(json(200, "{\"jobId\":\"lock-43\",\"type\":\"scheduleDeviceMethod\",\"status\":\"queued\"}"));
        // when
        JobSnapshot job = client.schedule(LOCK).await().atMost(SOON);
        // then
        assertThat(job)
                .isEqualTo(new JobSnapshot(
                        "lock-43", Kind.METHOD, JobStatus.QUEUED, null, null, null, null, null, null, null));
        ScriptedHub.Request request = hub.requests.getFirst();
        assertThat(request.line()).isEqualTo("PUT /jobs/v2/lock-43?api-version=2021-04-12 HTTP/1.1");
        assertThat(request.head()).containsIgnoringCase("authorization: SharedAccessSignature sr=" + ADDRESS);
        assertThat(request.body())
                .isEqualTo("{\"jobId\":\"lock-43\",\"queryCondition\":\"tags.Building = '43'\","
                        + "\"maxExecutionTimeInSeconds\":120,\"type\":\"scheduleDeviceMethod\",\"cloudToDeviceMethod\":{"
                        + "\"methodName\":\"LockDoor\",\"payload\":{\"pin\":null,\"x\":1.0},"
                        + "\"connectTimeoutInSeconds\":0,\"responseTimeoutInSeconds\":5}}");
    }

    @Test
    void shouldScheduleAndReadPayloadsAsDeepAsRequestsMayBe() {
        // given
        String deep = "[".repeat(998) + "]".repeat(998);
        hub.nextAnswer(json(
                200,
                "{\"jobId\":\"lock-43\",\"type\":\"scheduleDeviceMethod\",\"status\":\"queued\","
                        + "\"cloudToDeviceMethod\":{\"payload\":" + deep + "}}"));
        // when
        JobSnapshot job = client.schedule(new HubJob(
                        "lock-43",
                        "*",
                        null,
                        Duration.ofMinutes(2),
                        new CallMethod("LockDoor", deep, Duration.ZERO, Duration.ofSeconds(5))))
                .await()
                .atMost(SOON);
        // then
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(hub.requests.getFirst().body()).contains(deep);
    }

    @Test
    void shouldScheduleAnUpdateOfTwinsAndKeepTheNullsThatDelete() {
        // given
        hub.nextAnswer(json(200, "{\"jobId\":\"floor\",\"type\":\"scheduleUpdateTwin\",\"status\":\"queued\"}"));
        // when
        JobSnapshot job = client.schedule(new HubJob(
                        "floor",
                        "*",
                        Instant.parse("2026-12-01T10:00:00Z"),
                        Duration.ofSeconds(60),
                        new UpdateTwin("{\"Floor\":null}", "{\"a\":{\"b\":null,\"c\":3}}")))
                .await()
                .atMost(SOON);
        // then
        assertThat(job.kind()).isEqualTo(Kind.TWIN);
        assertThat(hub.requests.getFirst().body())
                .isEqualTo("{\"jobId\":\"floor\",\"queryCondition\":\"*\",\"startTime\":\"2026-12-01T10:00:00Z\","
                        + "\"maxExecutionTimeInSeconds\":60,\"type\":\"scheduleUpdateTwin\",\"updateTwin\":{"
                        + "\"etag\":\"*\",\"tags\":{\"Floor\":null},"
                        + "\"properties\":{\"desired\":{\"a\":{\"b\":null,\"c\":3}}}}}");
    }

    @Test
    void shouldReadAllThatAHubTellsOfAJob() {
        // given the method's payload echoed as bytes, as a live hub does, and members of no meaning here
        hub.nextAnswer(json(200, """
                {"jobId":"lock-43","queryCondition":"*","createdTime":"2026-11-21T10:00:00.1234567Z",
                 "startTime":"2026-11-21T10:00:01Z","endTime":"9999-12-31T23:59:59.9999999Z",
                 "maxExecutionTimeInSeconds":120,"type":"scheduleDeviceMethod","status":"running",
                 "cloudToDeviceMethod":{"methodName":"m","payload":[123,125]},"updateTwin":null,
                 "failureReason":null,"statusMessage":"so far, so good",
                 "deviceJobStatistics":{"deviceCount":10,"failedCount":1,"succeededCount":2,"runningCount":3,
                 "pendingCount":4}}"""));
        // then
        assertThat(client.job("lock-43").await().atMost(SOON))
                .contains(new JobSnapshot(
                        "lock-43",
                        Kind.METHOD,
                        JobStatus.RUNNING,
                        "*",
                        Instant.parse("2026-11-21T10:00:00.1234567Z"),
                        Instant.parse("2026-11-21T10:00:01Z"),
                        null,
                        new DeviceCounts(10, 2, 1, 3, 4),
                        null,
                        "so far, so good"));
    }

    static Stream<ScriptedHub.Answer> ofNone() {
        return Stream.of(
                json(200, "{\"type\":\"unknown\",\"status\":\"unknown\"}"),
                json(200, "{\"jobId\":\"none\",\"type\":\"unknown\",\"status\":\"unknown\"}"),
                json(404, "{\"Message\":\"ErrorCode:JobNotFound;none\",\"ExceptionMessage\":\"\"}"));
    }

    @ParameterizedTest
    @MethodSource("ofNone")
    void shouldFindNoJobWhereTheHubKnowsNone(ScriptedHub.Answer answer) {
        // given
        hub.nextAnswer(answer);
        // then
        assertThat(client.job("none").await().atMost(SOON)).isEmpty();
    }

    @Test
    void shouldFindAJobThatIsOfNeitherKind() {
        // given
        hub.nextAnswer(json(200, "{\"jobId\":\"x\",\"type\":\"export\",\"status\":\"running\"}"));
        // then
        assertThat(client.job("x").await().atMost(SOON).orElseThrow().kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void shouldReachTheJobThatWasMeantWhenAnIdIsOdd() {
        // given
        hub.nextAnswer(json(200, "{\"jobId\":\"a#b?\",\"type\":\"scheduleUpdateTwin\",\"status\":\"cancelled\"}"));
        // when
        assertThat(client.cancel("a#b?").await().atMost(SOON).status()).isEqualTo(JobStatus.CANCELLED);
        // then
        assertThat(hub.requests.getFirst().line())
                .isEqualTo("POST /jobs/v2/a%23b%3F/cancel?api-version=2021-04-12 HTTP/1.1");
    }

    @Test
    void shouldLeaveOutOfAListWhatCannotBeRead() {
        // given
        hub.nextAnswer(page("[{\"jobId\":\"somebody-elses\"}," + job("a") + "]", null));
        hub.nextAnswer(page("[]", null));
        // when
        List<JobSnapshot> jobs =
                client.jobs(JobStatus.RUNNING).collect().asList().await().atMost(SOON);
        // then
        assertThat(jobs).extracting(JobSnapshot::jobId).containsExactly("a");
    }

    @Test
    void shouldReadAllPagesOfBothKindsOfJobs() {
        // given
        hub.nextAnswer(page("[" + job("a") + "," + job("b") + "]", "more"));
        hub.nextAnswer(page("[" + job("c") + "]", null));
        hub.nextAnswer(page("[]", null));
        // when
        List<JobSnapshot> jobs =
                client.jobs(JobStatus.RUNNING).collect().asList().await().atMost(SOON);
        // then
        assertThat(jobs).extracting(JobSnapshot::jobId).containsExactly("a", "b", "c");
        assertThat(hub.requests)
                .extracting(ScriptedHub.Request::line)
                .containsExactly(
                        "GET /jobs/v2/query?jobType=scheduleDeviceMethod&jobStatus=running&api-version=2021-04-12"
                                + " HTTP/1.1",
                        "GET /jobs/v2/query?jobType=scheduleDeviceMethod&jobStatus=running&api-version=2021-04-12"
                                + " HTTP/1.1",
                        "GET /jobs/v2/query?jobType=scheduleUpdateTwin&jobStatus=running&api-version=2021-04-12"
                                + " HTTP/1.1");
        assertThat(hub.requests)
                .extracting(ScriptedHub.Request::head)
                .satisfiesExactly(
                        first -> assertThat(first).doesNotContainIgnoringCase("x-ms-continuation"),
                        second -> assertThat(second).containsIgnoringCase("x-ms-continuation: more"),
                        third -> assertThat(third).doesNotContainIgnoringCase("x-ms-continuation"));
    }

    @Test
    void shouldReadWhatAJobCameToOnEachDevice() {
        // given
        hub.nextAnswer(page("""
                [{"jobId":"it's","deviceId":"d1","jobType":"scheduleDeviceMethod","status":"completed",
                  "startTimeUtc":"2026-11-21T10:00:00Z","endTimeUtc":"2026-11-21T10:02:00Z",
                  "createdDateTimeUtc":"2026-11-21T10:00:00Z","lastUpdatedDateTimeUtc":"2026-11-21T10:00:03.5Z",
                  "outcome":{"deviceMethodResponse":{"status":201,"payload":{"a":null,"n":1.0}}}},
                 {"jobId":"it's","deviceId":"d2","moduleId":"m","jobType":"scheduleUpdateTwin","status":"failed",
                  "createdDateTimeUtc":"2026-11-21T10:00:00Z","outcome":{},
                  "error":{"code":"JobRunPreconditionFailed"}}]""", "more"));
        // when
        DeviceJobPage page = client.deviceJobs("it's", "first").await().atMost(SOON);
        // then
        assertThat(page)
                .isEqualTo(new DeviceJobPage(
                        List.of(
                                new Row(
                                        "it's",
                                        "d1",
                                        null,
                                        Kind.METHOD,
                                        "completed",
                                        Instant.parse("2026-11-21T10:00:03.5Z"),
                                        new Response(201, "{\"a\":null,\"n\":1.0}"),
                                        null),
                                new Row(
                                        "it's",
                                        "d2",
                                        "m",
                                        Kind.TWIN,
                                        "failed",
                                        Instant.parse("2026-11-21T10:00:00Z"),
                                        null,
                                        new DeviceError("JobRunPreconditionFailed", null))),
                        "more"));
        ScriptedHub.Request request = hub.requests.getFirst();
        assertThat(request.line()).isEqualTo("POST /devices/query?api-version=2021-04-12 HTTP/1.1");
        assertThat(request.head())
                .containsIgnoringCase("x-ms-continuation: first")
                .containsIgnoringCase("x-ms-max-item-count: 100");
        assertThat(JsonParser.parseString(request.body())
                        .getAsJsonObject()
                        .get("query")
                        .getAsString())
                .isEqualTo("SELECT * FROM devices.jobs WHERE devices.jobs.jobId = 'it\\'s'");
    }

    /** A row of answers. */
    record Refusal(
            String name,
            ScriptedHub.Answer answer,
            Class<? extends HubFailure> failure,
            @Nullable Integer code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Refusal> refusals() {
        String slots = "ThrottlingMaxActiveJobCountExceeded";
        return Stream.of(
                new Refusal("409104", flat(409, "JobAlreadyExists"), JobAlreadyExists.class, 409104),
                new Refusal("409104 in digits", digits(409104), JobAlreadyExists.class, 409104),
                new Refusal("409104 in its header", named(409, "JobAlreadyExists"), JobAlreadyExists.class, 409104),
                new Refusal("409 of another kind", digits(409103), Unexpected.class, 409103),
                new Refusal("429004", flat(429, slots), JobSlotsFull.class, 429004),
                new Refusal("429004 in digits", digits(429004), JobSlotsFull.class, 429004),
                new Refusal(
                        "429004 in its text", json(429, "{\"Message\":\"" + slots + "\"}"), JobSlotsFull.class, 429),
                new Refusal("429 of another kind", flat(429, "ThrottlingBacklogTimeout"), Throttled.class, 429),
                new Refusal("429 empty", json(429, ""), Throttled.class, 429),
                new Refusal("404002", flat(404, "JobNotFound"), JobNotFound.class, 404002),
                new Refusal("404 empty", json(404, ""), Unexpected.class, 404),
                new Refusal("405102", flat(405, "OperationNotAllowedInCurrentState"), JobNotCancellable.class, 405102),
                new Refusal("405102 nested", nested(405102), JobNotCancellable.class, 405102),
                new Refusal("400", flat(400, "ArgumentInvalid"), Refused.class, 400),
                new Refusal("401", flat(401, "IotHubUnauthorizedAccess"), Unauthorized.class, 401),
                new Refusal("503 from a proxy", json(503, "<html>later</html>"), ServerError.class, 503),
                new Refusal("end before an answer", cutAfter(""), ConnectionLost.class, null),
                new Refusal("status line cut", cutAfter("HTTP"), ConnectionLost.class, null),
                new Refusal("reset", ScriptedHub.Connection::reset, ConnectionLost.class, null),
                new Refusal("cut in its body", cutAfter(head(200, 99) + "{"), ConnectionLost.class, null),
                new Refusal("no JSON", json(200, "<html>"), AnswerUnreadable.class, null),
                new Refusal("no object", json(200, "[]"), AnswerUnreadable.class, null),
                new Refusal("no status", json(200, "{\"type\":\"scheduleUpdateTwin\"}"), AnswerUnreadable.class, null),
                new Refusal(
                        "no time",
                        json(200, "{\"type\":\"unknown\",\"status\":\"queued\",\"startTime\":\"soon\"}"),
                        AnswerUnreadable.class,
                        null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void shouldTellWhyAndAskOnce(Refusal row) {
        // given
        hub.nextAnswer(row.answer());
        // when
        HubFailure failure = HubFailures.of(client.schedule(LOCK));
        // then
        assertThat(failure).isExactlyInstanceOf(row.failure());
        assertThat(failure.evidence().hubErrorCode()).isEqualTo(row.code());
        assertThat(hub.requests).as("a PUT is not repeated").hasSize(1);
    }

    @Test
    void shouldTellTheTrackingIdAndHideTheToken() {
        // given
        hub.nextAnswer(flat(400, "ArgumentInvalid"));
        // when
        HubFailure failure = HubFailures.of(client.schedule(LOCK));
        // then
        assertThat(failure.evidence().trackingId()).isEqualTo("CD34-G:1");
        assertThat(failure.evidence().detail()).contains("Text.").doesNotContain("Signature");
    }

    @Test
    void shouldBeUnreachableWhenNobodyListens() throws IOException {
        hub.close();
        assertThat(HubFailures.of(client.schedule(LOCK))).isExactlyInstanceOf(Unreachable.class);
    }

    @Test
    void shouldBeUnreachableWhenTheCertificateIsForAnother() throws IOException {
        try (ScriptedHub other = new ScriptedHub(ADDRESS, 0, CA.serverAt("127.51.0.3"));
                IotHubClient misled = clientOf(other)) {
            assertThat(HubFailures.of(misled.schedule(LOCK))).isExactlyInstanceOf(Unreachable.class);
            assertThat(other.requests).isEmpty();
        }
    }

    @Test
    void shouldNotAskOnceClosed() {
        client.close();
        assertThat(HubFailures.of(client.job("x"))).isExactlyInstanceOf(Unreachable.class);
        assertThat(hub.requests).isEmpty();
    }

    private static IotHubClient clientOf(ScriptedHub hub) {
        return IotHubClient.open(
                HubSettings.fromConnectionString(
                        "default",
                        "HostName=" + ADDRESS + ";SharedAccessKeyName=service;SharedAccessKey=c2VjcmV0",
                        hub.port(),
                        caFile,
                        10),
                Loops.VERTX);
    }

    private static String job(String id) {
        return "{\"jobId\":\"" + id + "\",\"type\":\"scheduleDeviceMethod\",\"status\":\"running\"}";
    }

    private static ScriptedHub.Answer page(String body, @Nullable String continuation) {
        String more = continuation == null ? "" : "x-ms-continuation: " + continuation + "\r\n";
        return bytes(
                "HTTP/1.1 200 OK\r\n" + more + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
    }

    private static String head(int status, int contentLength) {
        return "HTTP/1.1 " + status + " Reason\r\nContent-Length: " + contentLength + "\r\n\r\n";
    }

    private static ScriptedHub.Answer flat(int status, String name) {
        return json(
                status,
                "{\"Message\":\"ErrorCode:" + name
                        + ";Text.\",\"ExceptionMessage\":\"Tracking ID:CD34-G:1-TimeStamp:11/21/2026 10:00:00\"}");
    }

    private static ScriptedHub.Answer digits(int code) {
        return json(code / 1000, "{\"errorCode\":" + code + ",\"message\":\"Text.\",\"trackingId\":\"AB12-G:3\"}");
    }

    private static ScriptedHub.Answer nested(int code) {
        return json(
                code / 1000,
                "{\"Message\":\"{\\\"errorCode\\\":" + code
                        + ",\\\"message\\\":\\\"Text.\\\",\\\"info\\\":{}}\",\"ExceptionMessage\":\"\"}");
    }

    private static ScriptedHub.Answer named(int status, String name) {
        return bytes("HTTP/1.1 " + status + " Reason\r\niothub-errorcode: " + name + "\r\nContent-Length: 0\r\n\r\n");
    }
}
