package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What direct methods do, as the unmodified SDKs see it: the service SDK calls, the device SDK answers.
 * Nothing here knows what hub it is.
 */
@Covers(Feature.DIRECT_METHODS)
abstract class DirectMethodContract {

    /** Registers a device that nobody else uses; returns its connection string. */
    abstract String register(String deviceId);

    abstract void delete(String deviceId) throws Exception;

    abstract SdkDevice connect(String connectionString);

    /** A client with a token of this policy that is good until then. */
    abstract DirectMethodsClient methods(String policy, Instant expiry);

    /** A client whose token was signed with a key that is not the policy's. */
    abstract DirectMethodsClient methodsWithWrongKey();

    private DirectMethodsClient methods() {
        return methods("service", Instant.now().plusSeconds(600));
    }

    @Test
    void shouldReturnStatusAndPayloadOfTheDevice() throws Exception {
        try (SdkDevice pump =
                connect(register("answers")).answering((_, payload) -> new DirectMethodResponse(418, payload))) {
            var answer = methods().invoke("answers", "reboot", payload("at once"));

            assertThat(answer.getStatus()).isEqualTo(418);
            assertThat(answer.getPayload(String.class)).isEqualTo("\"at once\"");
            assertThat(pump.called()).containsExactly("reboot");
        }
    }

    static List<Object> payloads() {
        return List.of(
                "text",
                "",
                "\"quoted\"",
                "ä€😀",
                true,
                7,
                List.of(),
                List.of(1, List.of("x")),
                Map.of("a", Map.of("b", "c")));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void shouldCarryEveryKindOfPayload(Object payload) throws Exception {
        String device = "kinds-" + Integer.toHexString(payload.toString().hashCode());
        try (SdkDevice pump = connect(register(device)).answering((_, got) -> new DirectMethodResponse(200, payload))) {
            var answer = methods().invoke(device, "echo", payload(payload));

            JsonNode expected = new ObjectMapper().valueToTree(payload);
            assertThat(new ObjectMapper().readTree(pump.payloads().getFirst())).isEqualTo(expected);
            assertThat(new ObjectMapper().readTree(answer.getPayloadAsJsonString()))
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldCarryNull() throws Exception {
        try (SdkDevice _ = connect(register("nothing")).answering((_, _) -> new DirectMethodResponse(200, null))) {
            assertThat(methods().invoke("nothing", "echo").getPayloadAsJsonString())
                    .isEqualTo("null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "dev:1", "a(b),c=d@e$f*g!h_i.j-k"})
    void shouldReachDevicesWithUnusualIds(String id) throws Exception {
        try (SdkDevice _ = connect(register(id)).answering((_, _) -> new DirectMethodResponse(200, id))) {
            assertThat(methods().invoke(id, "who").getPayload(String.class)).isEqualTo(id);
        }
    }

    @Test
    void shouldNotFindADeviceThatIsNotRegistered() {
        assertRefused(404001, () -> methods().invoke("nobody", "reboot", inTime(5, 0)));
    }

    @Test
    void shouldNotFindADeviceInAnotherCase() {
        register("lower");

        assertRefused(404001, () -> methods().invoke("LOWER", "reboot", inTime(5, 0)));
    }

    @Test
    void shouldNotFindAModule() {
        register("without-modules");

        assertRefused(404010, () -> methods().invoke("without-modules", "camera", "reboot", inTime(5, 0)));
    }

    @Test
    void shouldBeNotOnlineWhenTheDeviceIsAway() {
        register("away");

        assertRefused(404103, () -> methods().invoke("away", "reboot", inTime(5, 0)));
    }

    @Test
    void shouldBeNotOnlineWhenTheDeviceDoesNotListen() {
        try (SdkDevice _ = connect(register("deaf"))) {
            assertRefused(404103, () -> methods().invoke("deaf", "reboot", inTime(5, 1)));
        }
    }

    @Test
    void shouldWaitForTheDevice() throws Exception {
        String device = register("late");
        CompletableFuture<Integer> status = async(() -> methods().invoke("late", "reboot", inTime(20, 20)));

        try (SdkDevice _ = connect(device).answering((_, _) -> new DirectMethodResponse(200, "here"))) {
            assertThat(status).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(200);
        }
    }

    @Test
    void shouldTimeOutWhenTheDeviceIsSilent() {
        CountDownLatch asked = new CountDownLatch(1);
        try (SdkDevice _ = connect(register("silent")).answering((_, _) -> {
            await().atMost(Duration.ofSeconds(30)).until(() -> asked.getCount() == 0);
            return new DirectMethodResponse(200, "too late");
        })) {
            assertRefused(504101, () -> methods().invoke("silent", "hang", inTime(5, 0)));
            asked.countDown();
        }
    }

    @Test
    void shouldFailAtOnceWhenTheDeviceDropsWhileItHoldsTheCall() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        String device = register("dropped");
        try (SdkDevice pump = connect(device).answering((_, _) -> {
            await().atMost(Duration.ofSeconds(30)).until(() -> over.getCount() == 0);
            return new DirectMethodResponse(200, "nobody hears this");
        })) {
            CompletableFuture<Integer> status = async(() -> methods().invoke("dropped", "hang", inTime(200, 0)));
            await().until(() -> !pump.called().isEmpty());
            delete("dropped");

            assertThat(status)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            IotHubException.class,
                            refusal -> assertThat(refusal.getErrorCode()).isEqualTo(404104));
            over.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "301, 0", "30, 31", "300, 301"})
    void shouldRefuseTimeoutsOutOfRange(int response, int connect) {
        register("timeouts-" + response + "-" + connect);

        assertRefused(
                400004,
                () -> methods().invoke("timeouts-" + response + "-" + connect, "reboot", inTime(response, connect)));
    }

    @Test
    void shouldRefuseAPayloadOfMoreThan128Kilobytes() {
        register("small");

        assertRefused(413001, () -> methods().invoke("small", "eat", payload("x".repeat(128 * 1024 - 1))));
        assertRefused(404103, () -> methods().invoke("small", "eat", payload("x".repeat(128 * 1024 - 2))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"device", "registryRead", "registryReadWrite"})
    void shouldRefuseAPolicyWithoutTheRight(String policy) {
        assertUnauthorized(methods(policy, Instant.now().plusSeconds(600)));
    }

    @Test
    void shouldRefuseAnExpiredToken() {
        assertUnauthorized(methods("service", Instant.now().minusSeconds(600)));
    }

    @Test
    void shouldRefuseAWrongKey() {
        assertUnauthorized(methodsWithWrongKey());
    }

    private static void assertUnauthorized(DirectMethodsClient client) {
        IotHubException refusal = catchThrowableOfType(IotHubException.class, () -> client.invoke("any", "reboot"));
        assertThat(refusal).isInstanceOf(IotHubUnauthorizedException.class);
    }

    private static void assertRefused(int code, Call call) {
        IotHubException refusal = catchThrowableOfType(IotHubException.class, call::run);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.getErrorCode()).isEqualTo(code);
    }

    private static CompletableFuture<Integer> async(Call call) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return call.run().getStatus();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    private static DirectMethodRequestOptions inTime(int response, int connect) {
        return DirectMethodRequestOptions.builder()
                .methodResponseTimeoutSeconds(response)
                .methodConnectTimeoutSeconds(connect)
                .build();
    }

    private static DirectMethodRequestOptions payload(Object payload) {
        return DirectMethodRequestOptions.builder()
                .payload(payload)
                .methodResponseTimeoutSeconds(20)
                .methodConnectTimeoutSeconds(0)
                .build();
    }

    private interface Call {
        com.microsoft.azure.sdk.iot.service.methods.DirectMethodResponse run() throws Exception;
    }
}
