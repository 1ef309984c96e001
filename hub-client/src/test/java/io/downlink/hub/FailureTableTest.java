package io.downlink.hub;

import static io.downlink.hub.ScriptedHub.SILENCE;
import static io.downlink.hub.ScriptedHub.bytes;
import static io.downlink.hub.ScriptedHub.cutAfter;
import static io.downlink.hub.ScriptedHub.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.AnswerUnreadable;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.DeviceConnectionLost;
import io.downlink.hub.HubFailure.DeviceNotFound;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.HubFailure.Forbidden;
import io.downlink.hub.HubFailure.ModuleNotFound;
import io.downlink.hub.HubFailure.NotAvailableInTier;
import io.downlink.hub.HubFailure.PayloadTooLarge;
import io.downlink.hub.HubFailure.QuotaExceeded;
import io.downlink.hub.HubFailure.Refused;
import io.downlink.hub.HubFailure.ResponseTimeout;
import io.downlink.hub.HubFailure.ServerError;
import io.downlink.hub.HubFailure.Throttled;
import io.downlink.hub.HubFailure.Unauthorized;
import io.downlink.hub.HubFailure.Unexpected;
import io.downlink.hub.HubFailure.Unreachable;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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

/** The table of what may have executed, row by row, over real TLS. */
class FailureTableTest {
    private static final String ADDRESS = "127.41.0.2";
    /** An answer may take two seconds: the call's own five, less three. */
    private static final CallTimeouts SHORT =
            new CallTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(-3), Duration.ofSeconds(5));

    private static final MethodCall CALL =
            new MethodCall("pump-1", null, "reboot", "{\"pin\":4711}", Duration.ZERO, Duration.ofSeconds(5));
    private static final TestCa CA = new TestCa("table");

    @TempDir
    private static Path directory;

    private final List<IotHubClient> clients = new ArrayList<>();
    private ScriptedHub hub;

    private static Path caFile;

    @BeforeAll
    static void write() throws IOException {
        caFile = CA.pem(directory);
        loadTls();
    }

    /** On a busy machine a JVM's first handshake takes longer than the timeouts below. */
    private static void loadTls() throws IOException {
        try (ScriptedHub hub = new ScriptedHub(ADDRESS, 0, CA.serverAt(ADDRESS));
                IotHubClient client = new IotHubClient(
                        Loops.VERTX,
                        hub(ADDRESS, hub.port(), 1),
                        CallTimeouts.DEFAULTS,
                        MessageTimeouts.DEFAULTS,
                        Clock.systemUTC())) {
            client.invoke(CALL).await().atMost(Duration.ofSeconds(20));
        }
    }

    @BeforeEach
    void open() throws IOException {
        hub = new ScriptedHub(ADDRESS, 0, CA.serverAt(ADDRESS));
    }

    @AfterEach
    void close() throws IOException {
        clients.forEach(IotHubClient::close);
        hub.close();
    }

    /** A row of answers; {@code code} null where no answer came. */
    record Row(
            String name,
            ScriptedHub.Answer answer,
            Class<? extends HubFailure> failure,
            boolean mayHaveExecuted,
            @Nullable Integer code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> answers() {
        return Stream.of(
                not("401", shapeA(401, "IotHubUnauthorizedAccess"), Unauthorized.class, 401),
                not("403002", nested(403002), QuotaExceeded.class, 403002),
                not("403002 by name", shapeA(403, "IotHubQuotaExceeded"), QuotaExceeded.class, 403002),
                not("403010", nested(403010), NotAvailableInTier.class, 403010),
                not("403001", nested(403001), Forbidden.class, 403001),
                not("403800", nested(403800), Forbidden.class, 403800),
                not("403 empty", json(403, ""), Forbidden.class, 403),
                not("404001", nested(404001), DeviceNotFound.class, 404001),
                not("404001 by name", shapeA(404, "DeviceNotFound"), DeviceNotFound.class, 404001),
                not("404010", nested(404010), ModuleNotFound.class, 404010),
                not("404103", nested(404103), DeviceNotOnline.class, 404103),
                not("404103 flat", structured(404103), DeviceNotOnline.class, 404103),
                not("413001", nested(413001), PayloadTooLarge.class, 413001),
                not("413 with a text", json(413, "too large"), PayloadTooLarge.class, 413),
                not("429001", nested(429001), Throttled.class, 429001),
                not("429 by name", shapeA(429, "ThrottlingBacklogTimeout"), Throttled.class, 429),
                may("400027", nested(400027), DeviceConnectionLost.class, 400027),
                may("404104", nested(404104), DeviceConnectionLost.class, 404104),
                may("404 empty", json(404, ""), Unexpected.class, 404),
                may("404 from elsewhere", json(404, "<html>no such page</html>"), Unexpected.class, 404),
                may("409001", nested(409001), Unexpected.class, 409001),
                not("413 empty", json(413, ""), PayloadTooLarge.class, 413),
                not("400004", nested(400004), Refused.class, 400004),
                may("302", json(302, ""), Unexpected.class, 302),
                may("500001", nested(500001), ServerError.class, 500001),
                may("500 empty", json(500, ""), ServerError.class, 500),
                may("501 with a text", json(501, "not here"), ServerError.class, 501),
                may("502 from a proxy", json(502, "<html>bad gateway</html>"), ServerError.class, 502),
                may("503 empty", json(503, ""), ServerError.class, 503),
                may("504 empty", json(504, ""), ServerError.class, 504),
                may("504101", nested(504101), ResponseTimeout.class, 504101),
                may("504 that speaks of 404103", nested(504, 404103), ServerError.class, 504),
                may("507 empty", json(507, ""), ServerError.class, 507),
                may("read timeout", SILENCE, ResponseTimeout.class, null),
                may("end before an answer", cutAfter(""), ConnectionLost.class, null),
                may("reset", ScriptedHub.Connection::reset, ConnectionLost.class, null),
                may("status line cut", cutAfter("HTTP"), ConnectionLost.class, null),
                may("refusal cut in its body", cutAfter(head(404, 99) + "{\"Message\""), ConnectionLost.class, null),
                may("answer cut in its head", cutAfter("HTTP/1.1 200 OK\r\nConte"), ConnectionLost.class, null),
                may("answer cut in its body", cutAfter(head(200, 99) + "{\"status\""), ConnectionLost.class, null),
                may("answer that stops in its body", bytes(head(200, 99) + "{"), ResponseTimeout.class, null),
                may("answer that is not JSON", json(200, "{\"status\":"), AnswerUnreadable.class, null),
                may("answer that is not HTTP", cutAfter("SSH-2.0-server\r\n\r\n"), AnswerUnreadable.class, null),
                may("answer without status", json(200, "{\"ok\":true}"), AnswerUnreadable.class, null),
                may("answer without content", json(200, ""), AnswerUnreadable.class, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void shouldTellWhetherItMayHaveExecutedAfterOneRequest(Row row) {
        // given
        hub.nextAnswer(row.answer());
        // when
        HubFailure failure = failureOf(client(SHORT));
        // then
        assertThat(failure).isExactlyInstanceOf(row.failure());
        assertThat(failure.mayHaveExecuted()).isEqualTo(row.mayHaveExecuted());
        assertThat(failure.evidence().hubErrorCode()).isEqualTo(row.code());
        assertThat(hub.requests).hasSize(1);
    }

    @Test
    void shouldCarryTheTextAndTheTrackingIdOfTheHub() {
        // given
        hub.nextAnswer(nested(404103));
        hub.nextAnswer(shapeA(404, "DeviceNotFound"));
        IotHubClient client = client(SHORT);
        // when
        HubFailure.Evidence nested = failureOf(client).evidence();
        HubFailure.Evidence flat = failureOf(client).evidence();
        // then
        assertThat(nested.detail()).isEqualTo("Wait 7 seconds. Text of 404103.");
        assertThat(nested.trackingId()).isEqualTo("AB12-G:3");
        assertThat(flat.detail()).startsWith("ErrorCode:DeviceNotFound;Text.");
        assertThat(flat.trackingId()).isEqualTo("CD34-G:1");
    }

    @Test
    void shouldReadTheWaitFromTheTextWhenThrottled() {
        // given
        hub.nextAnswer(nested(429001));
        hub.nextAnswer(shapeA(429, "ThrottlingMaxActiveJobCountExceeded"));
        IotHubClient client = client(SHORT);
        // when
        HubFailure withTime = failureOf(client);
        HubFailure without = failureOf(client);
        // then
        assertThat(((Throttled) withTime).retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(((Throttled) without).retryAfter()).isNull();
    }

    @Test
    void shouldHideSecretsAndBoundTheTextWhenAnAnswerRepeatsThem() {
        // given
        hub.nextAnswer(json(502, "sent: SharedAccessSignature sr=a&sig=b%3D&se=1 \n" + "x".repeat(9000)));
        // when
        HubFailure.Evidence evidence = failureOf(client(SHORT)).evidence();
        // then
        assertThat(evidence.detail()).startsWith("sent: [hidden] xxx").hasSizeLessThan(600);
    }

    @Test
    void shouldLeaveOutTheCauseWhenItCouldQuoteTheAnswer() {
        // given
        hub.nextAnswer(json(200, "{\"status\":\"pin 4711\"}"));
        // when
        HubException thrown = exceptionOf(client(SHORT));
        // then
        assertThat(thrown).hasNoCause().hasMessageNotContaining("4711");
    }

    @Test
    void shouldBeInDoubtWhenAKeptConnectionEndsUnderTheNextRequest() {
        // given: the second call waits until the one connection is free again, which it is soon after the first answer
        IotHubClient client = client(hub(ADDRESS, hub.port(), 1), SHORT);
        client.invoke(CALL).await().atMost(Duration.ofSeconds(5));
        hub.nextAnswer(cutAfter(""));
        // when
        HubFailure failure = failureOf(client);
        // then
        assertThat(failure).isExactlyInstanceOf(ConnectionLost.class);
        assertThat(hub.requests).hasSize(2);
        assertThat(hub.connections()).as("one connection for both").isEqualTo(1);
    }

    @Test
    void shouldNotHaveExecutedWhenTheHostIsUnknown() {
        shouldBeUnreachable(client(hub("no-such-hub.invalid", 443, 10), SHORT));
    }

    @Test
    void shouldNotHaveExecutedWhenTheConnectionIsRefused() throws IOException {
        // given
        int port = hub.port();
        hub.close();
        // then
        shouldBeUnreachable(client(hub(ADDRESS, port, 10), SHORT));
    }

    @Test
    void shouldNotHaveExecutedWhenConnectingTakesTooLong() throws IOException {
        // given: a server that accepts nobody, with its queue full
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName(ADDRESS));
                Socket _ = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket _ = new Socket(full.getInetAddress(), full.getLocalPort())) {
            // then
            shouldBeUnreachable(client(hub(ADDRESS, full.getLocalPort(), 10), SHORT));
        }
    }

    @Test
    void shouldNotHaveExecutedWhenThereIsNoRoute() {
        // given: the limited broadcast address, to which no system makes a TCP connection (RFC 919)
        shouldBeUnreachable(client(hub("255.255.255.255", 443, 10), SHORT));
    }

    static Stream<ScriptedHub.Greeting> brokenHandshakes() {
        return Stream.of(
                named("end", tcp -> {
                    tcp.getInputStream().read();
                    tcp.close();
                    return false;
                }),
                named("reset", tcp -> {
                    tcp.getInputStream().read();
                    tcp.setSoLinger(true, 0);
                    tcp.close();
                    return false;
                }),
                named("alert handshake_failure", tcp -> {
                    tcp.getInputStream().read();
                    tcp.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 40});
                    return false;
                }),
                named("no TLS", tcp -> {
                    tcp.getOutputStream().write("SSH-2.0-server\r\n".getBytes(US_ASCII));
                    return false;
                }),
                named("silence", _ -> false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenHandshakes")
    void shouldNotHaveExecutedWhenTheHandshakeBreaks(ScriptedHub.Greeting broken) {
        // given
        hub.nextConnection(broken);
        // then
        shouldBeUnreachable(client(SHORT));
        assertThat(hub.connections()).isEqualTo(1);
    }

    @Test
    void shouldNotHaveExecutedWhenTheCertificateIsOfAnUnknownAuthority() throws IOException {
        // given
        try (ScriptedHub stranger = new ScriptedHub(ADDRESS, 0, new TestCa("stranger").serverAt(ADDRESS))) {
            // then
            shouldBeUnreachable(client(hub(ADDRESS, stranger.port(), 10), SHORT));
            assertThat(stranger.requests).isEmpty();
        }
    }

    @Test
    void shouldNotHaveExecutedWhenTheCertificateIsForAnotherName() throws IOException {
        // given
        try (ScriptedHub other = new ScriptedHub(ADDRESS, 0, CA.serverAt("127.41.0.99"))) {
            // then
            shouldBeUnreachable(client(hub(ADDRESS, other.port(), 10), SHORT));
            assertThat(other.requests).isEmpty();
        }
    }

    @Test
    void shouldEndTheWaitAndTheConnectionWhenTheHubIsSilentPastTheDeadline() {
        // given
        hub.nextAnswer(SILENCE);
        // when
        HubFailure failure = failureOf(client(SHORT));
        // then
        assertThat(failure).isExactlyInstanceOf(ResponseTimeout.class);
        assertThat(failure.mayHaveExecuted()).isTrue();
        await().untilAsserted(() -> assertThat(hub.ended()).isEqualTo(1));
        assertThat(hub.requests).hasSize(1);
    }

    @Test
    void shouldHaveMaybeExecutedWhenTheClientIsClosedWhileTheCallIsOpen() {
        // given
        hub.nextAnswer(SILENCE);
        IotHubClient client = client(CallTimeouts.DEFAULTS);
        UniAssertSubscriber<MethodResult> waiting =
                client.invoke(CALL).subscribe().withSubscriber(UniAssertSubscriber.create());
        await().untilAsserted(() -> assertThat(hub.requests).hasSize(1));
        // when
        client.close();
        // then
        HubFailure failure = failureOf(waiting);
        assertThat(failure).isExactlyInstanceOf(Abandoned.class);
        assertThat(failure.mayHaveExecuted()).isTrue();
    }

    @Test
    void shouldNotHaveExecutedWhenTheClientWasClosedBefore() {
        // given
        IotHubClient client = client(SHORT);
        client.close();
        // then
        shouldBeUnreachable(client);
    }

    @Test
    void shouldEndTheConnectionAndFreeThePlaceWhenTheWaitIsCancelled() {
        // given
        hub.nextAnswer(SILENCE);
        IotHubClient client = client(hub(ADDRESS, hub.port(), 1), CallTimeouts.DEFAULTS);
        UniAssertSubscriber<MethodResult> waiting =
                client.invoke(CALL).subscribe().withSubscriber(UniAssertSubscriber.create());
        await().untilAsserted(() -> assertThat(hub.requests).hasSize(1));
        // when
        waiting.cancel();
        // then
        await().untilAsserted(() -> assertThat(hub.ended()).isEqualTo(1));
        assertThat(client.invoke(CALL).await().atMost(Duration.ofSeconds(5)).status())
                .isEqualTo(200);
    }

    @Test
    void shouldNotHaveExecutedWhenNoPlaceCameFree() {
        // given
        hub.nextAnswer(SILENCE);
        IotHubClient client = client(
                hub(ADDRESS, hub.port(), 1),
                new CallTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMillis(200)));
        client.invoke(CALL).subscribe().withSubscriber(UniAssertSubscriber.create());
        await().untilAsserted(() -> assertThat(hub.requests).hasSize(1));
        // when
        HubFailure failure = failureOf(client);
        // then
        assertThat(failure).isExactlyInstanceOf(Unreachable.class);
        assertThat(failure.evidence().detail()).startsWith("not sent: no connection came free");
        assertThat(hub.requests).hasSize(1);
    }

    private void shouldBeUnreachable(IotHubClient client) {
        HubFailure failure = failureOf(client);
        assertThat(failure).isExactlyInstanceOf(Unreachable.class);
        assertThat(failure.mayHaveExecuted()).isFalse();
        assertThat(hub.requests).isEmpty();
    }

    private IotHubClient client(CallTimeouts timeouts) {
        return client(hub(ADDRESS, hub.port(), 10), timeouts);
    }

    private IotHubClient client(HubSettings settings, CallTimeouts timeouts) {
        IotHubClient client =
                new IotHubClient(Loops.VERTX, settings, timeouts, MessageTimeouts.DEFAULTS, Clock.systemUTC());
        clients.add(client);
        return client;
    }

    private static HubSettings hub(String host, int port, int callsInFlightMax) {
        return new HubSettings(
                "default", host, port, new SharedAccessPolicy("service", "a2V5"), caFile, callsInFlightMax);
    }

    private static HubFailure failureOf(IotHubClient client) {
        return exceptionOf(client).failure();
    }

    private static HubException exceptionOf(IotHubClient client) {
        return (HubException) client.invoke(CALL)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitFailure(Duration.ofSeconds(15))
                .getFailure();
    }

    private static HubFailure failureOf(UniAssertSubscriber<MethodResult> waiting) {
        return ((HubException) waiting.awaitFailure(Duration.ofSeconds(5)).getFailure()).failure();
    }

    private static Row not(String name, ScriptedHub.Answer answer, Class<? extends HubFailure> failure, Integer code) {
        return new Row(name, answer, failure, false, code);
    }

    private static Row may(
            String name, ScriptedHub.Answer answer, Class<? extends HubFailure> failure, @Nullable Integer code) {
        return new Row(name, answer, failure, true, code);
    }

    private static String head(int status, int contentLength) {
        return "HTTP/1.1 " + status + " Reason\r\nContent-Length: " + contentLength + "\r\n\r\n";
    }

    /** Every refused direct method: a JSON text inside a JSON text. */
    private static ScriptedHub.Answer nested(int code) {
        return nested(code / 1000, code);
    }

    private static ScriptedHub.Answer nested(int status, int code) {
        return json(status, "{\"Message\":\"" + inner(code).replace("\"", "\\\"") + "\",\"ExceptionMessage\":\"\"}");
    }

    private static ScriptedHub.Answer structured(int code) {
        return json(code / 1000, inner(code));
    }

    private static String inner(int code) {
        return "{\"errorCode\":" + code + ",\"trackingId\":\"AB12-G:3\",\"message\":\"Wait 7 seconds. Text of " + code
                + ".\",\"info\":{}}";
    }

    /** The older form, without the six digits. */
    private static ScriptedHub.Answer shapeA(int status, String name) {
        return json(
                status,
                "{\"Message\":\"ErrorCode:" + name
                        + ";Text.\",\"ExceptionMessage\":\"Tracking ID:CD34-G:1-TimeStamp:11/21/2026 10:00:00\"}");
    }

    private static ScriptedHub.Greeting named(String name, ScriptedHub.Greeting greeting) {
        return new ScriptedHub.Greeting() {
            @Override
            public boolean greet(Socket tcp) throws IOException {
                return greeting.greet(tcp);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }
}
