package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.hub.RecentOperation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** These tests need a JVM with {@code sun.net.http.retryPost=false}: otherwise the JDK itself repeats the call. */
class ExecuteThenCloseIT {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.40.0.3");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldExecuteOnceAndCloseTheCallersConnection() throws Exception {
        String device = TestHub.register(emulator, "pump-3");
        try (SdkDevice pump =
                SdkDevice.connect(emulator, device).answering((_, _) -> new DirectMethodResponse(200, "done"))) {
            emulator.faults()
                    .add(Fault.of(new Kind.ExecuteThenClose()).on("pump-3").times(1));

            assertThatThrownBy(() -> methods().invoke("pump-3", "reboot")).isInstanceOf(IOException.class);

            assertThat(pump.called()).containsExactly("reboot");
            assertThat(emulator.faults().all())
                    .as("a fault that has happened is over")
                    .isEmpty();
            assertThat(methods().invoke("pump-3", "again").getStatus()).isEqualTo(200);
        }
    }

    @Test
    void shouldBeAskedForOverHttpsAndBefallOnlyItsDevice() throws Exception {
        HttpResponse<String> added =
                admin("POST", "faults", "{\"kind\":\"execute-then-close\",\"deviceId\":\"pump-4\"}");
        assertThat(added.statusCode()).isEqualTo(201);
        String id = added.body().replaceAll("\\D", "");
        assertThat(admin("GET", "faults", "").body())
                .startsWith("[{\"id\":\"" + id
                        + "\",\"kind\":\"execute-then-close\",\"deviceId\":\"pump-4\",\"operation\":\"methods\"")
                .endsWith("\"struck\":0}]");

        String device = TestHub.register(emulator, "pump-5");
        try (SdkDevice _ =
                SdkDevice.connect(emulator, device).answering((_, _) -> new DirectMethodResponse(200, "x"))) {
            assertThat(methods().invoke("pump-5", "reboot").getStatus()).isEqualTo(200);
        }

        assertThat(admin("DELETE", "faults/" + id, "").statusCode()).isEqualTo(204);
        assertThat(admin("DELETE", "faults/" + id, "").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldNotShowAnAnswerThatNobodyGot() throws Exception {
        TestHub.register(emulator, "pump-6");
        emulator.faults()
                .add(Fault.of(new Kind.ExecuteThenClose())
                        .on("pump-6")
                        .during(Operation.TWINS)
                        .times(1));

        try (HttpClientOf client = new HttpClientOf(emulator)) {
            assertThatThrownBy(() -> client.send("PATCH", "/twins/pump-6?api-version=2021-04-12", "{}"))
                    .isInstanceOf(IOException.class);
        }

        await().untilAsserted(() -> assertThat(emulator.hub().operations().latest())
                .filteredOn(operation -> "pump-6".equals(operation.client()))
                .extracting(RecentOperation::outcome)
                .containsExactly("no answer"));
    }

    @Test
    void shouldSayWhatItCounted() throws Exception {
        assertThat(admin("GET", "health", "").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(admin("DELETE", "statistics", "").statusCode()).isEqualTo(204);

        await().untilAsserted(
                        () -> assertThat(admin("GET", "statistics", "").body())
                                .startsWith(
                                        "{\"methodCalls\":0,\"methodCallsAtOnceMax\":0,\"methodCallsAtOnceMaxPerDevice\":0,\"methodCallsDeliveredAfterCaller\":0,"
                                                + "\"devicesConnected\":0,\"messagesEnqueued\":0,\"messagesDelivered\":0,\"messagesCompleted\":0,"));
    }

    @Test
    void shouldRefuseAFaultThatIsNone() throws Exception {
        assertThat(admin("POST", "faults", "{\"kind\":\"fire\"}").statusCode()).isEqualTo(400);
        assertThat(admin("POST", "faults", "{\"kind\":\"execute-then-close\",\"times\":0}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(admin("POST", "faults", "no json").statusCode()).isEqualTo(400);
    }

    private static DirectMethodsClient methods() {
        return new DirectMethodsClient(
                TestHub.httpsHost(emulator),
                new AzureSasCredential(Tokens.ofPolicy(
                        emulator.hostName(),
                        "service",
                        DevelopmentKeys.SERVICE,
                        Instant.now().plusSeconds(600))));
    }

    private static HttpResponse<String> admin(String method, String path, String body) throws Exception {
        try (HttpClientOf client = new HttpClientOf(emulator)) {
            return client.send(method, "/$emulator/" + path, body);
        }
    }
}
