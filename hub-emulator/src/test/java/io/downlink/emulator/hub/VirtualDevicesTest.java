package io.downlink.emulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.virtual.VirtualDevices;
import io.downlink.emulator.virtual.VirtualIds;
import io.downlink.emulator.virtual.VirtualRule;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualDevicesTest {
    private static final DeviceId V1 = new DeviceId("v-1");

    private final ManualTime time = new ManualTime();
    private final List<String> executed = new ArrayList<>();
    private final VirtualDevices virtual = new VirtualDevices(
            List.of(), (device, method, payload) -> executed.add(device + " " + method + " " + payload), () -> 0.5);
    private final Hub hub = new Hub(
            "127.0.0.1", time, time, MessagingRules.DEFAULT, virtual, new Admission(null, time), Interference.NONE);

    @Test
    void shouldAnswerForADeviceThatNobodyRegistered() {
        // given
        rule("v-*");

        // when
        CompletableFuture<MethodAnswer> call = call("v-1", Duration.ZERO);

        // then
        assertThat(call).isCompletedWithValue(new MethodAnswer(200, "{\"device\":\"v-1\",\"method\":\"reboot\"}"));
        assertThat(executed).containsExactly("v-1 reboot {\"a\":1}");
        assertThat(hub.registry().counts().total()).isZero();
        assertThat(time.timers()).isZero();
        assertThat(hub.methods().statistics().calls()).isEqualTo(1);
    }

    @Test
    void shouldTakeItsLatency() {
        // given
        rule("v-*,latency=20ms..80ms");
        CompletableFuture<MethodAnswer> call = call("v-1", Duration.ZERO);

        // when
        time.move(Duration.ofMillis(49));
        assertThat(call).isNotDone();
        time.move(Duration.ofMillis(1));

        // then
        assertThat(call).isCompleted();
    }

    @Test
    void shouldFailAtWhatItExecuted() {
        rule("v-*,fail=1");

        assertThat(call("v-1", Duration.ZERO).join().status()).isEqualTo(500);
        assertThat(executed).hasSize(1);
        assertThat(virtual.statistics().failed()).isEqualTo(1);
        assertThat(virtual.statistics().executed()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"'v-*,hang=1'", "'v-*,latency=30s'"})
    void shouldTimeOutWhenItNeverAnswersOrTooLate(String rule) {
        // given
        rule(rule);
        CompletableFuture<MethodAnswer> call = call("v-1", Duration.ZERO);

        // when
        time.move(Duration.ofSeconds(30));

        // then
        assertFailed(call, HubError.GATEWAY_TIMEOUT);
        assertThat(executed).hasSize(1);
        assertThat(time.timers()).isZero();
    }

    @Test
    void shouldNotBeThereAfterTheConnectTimeout() {
        // given
        rule("v-*,offline=1");
        CompletableFuture<MethodAnswer> call = call("v-1", Duration.ofSeconds(5));
        assertThat(call).isNotDone();

        // when
        time.move(Duration.ofSeconds(5));

        // then
        assertFailed(call, HubError.DEVICE_NOT_ONLINE);
        assertFailed(call("v-1", Duration.ZERO), HubError.DEVICE_NOT_ONLINE);
        assertThat(executed).isEmpty();
        assertThat(virtual.statistics().offline()).isEqualTo(2);
    }

    @Test
    void shouldLetTheFirstRuleDecideAndFollowAChange() {
        // given
        rule("v-1*,fail=1");
        rule("v-*");

        // then
        assertThat(call("v-1", Duration.ZERO).join().status()).isEqualTo(500);
        assertThat(call("v-2", Duration.ZERO).join().status()).isEqualTo(200);
        rule("v-1*");
        assertThat(call("v-1", Duration.ZERO).join().status()).isEqualTo(200);
        assertThat(virtual.remove(VirtualIds.parse("v-*"))).isTrue();
        assertThatThrownBy(() -> call("v-2", Duration.ZERO)).isInstanceOf(HubException.class);
    }

    @Test
    void shouldHaveATwinAndAnIdentityWhenSomebodyAsks() {
        // given
        rule("v-*");

        // then
        assertThat(hub.twins().get(V1).client().connected()).isTrue();
        assertThat(hub.registry().get(V1).identity().id()).isEqualTo(ClientId.of(V1));
        assertThat(hub.registry().counts().total()).isEqualTo(1);
        assertThatThrownBy(() -> hub.registry().get(new DeviceId("w-1"))).isInstanceOf(HubException.class);
    }

    @Test
    void shouldRegisterWhatARangeLists() {
        // given
        rule("v-1..1000,offline=1");

        // when
        hub.registerVirtual();
        hub.registerVirtual();

        // then
        assertThat(hub.registry().counts()).isEqualTo(new Registry.Counts(1_000, 1_000, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "'v-*,latency=2s',        PT2S, SUCCESS",
        "'v-*,latency=2s,fail=1', PT2S, REJECTED",
        "'v-*,offline=1',         PT1H, EXPIRED"
    })
    void shouldSettleMessagesByItsRule(String rule, Duration after, FeedbackStatus outcome) {
        // given
        rule(rule);
        FeedbackReceiver receiver = hub.feedback().open(() -> {});

        // when
        hub.messages().send(V1, message());
        time.move(after.minusSeconds(1));
        assertThat(hub.registry().get(V1).messages()).isEqualTo(1);
        time.move(Duration.ofSeconds(16)); // with the feedback's own pause

        // then
        FeedbackBatch batch = Objects.requireNonNull(receiver.take());
        assertThat(batch.records()).extracting(FeedbackRecord::status).containsExactly(outcome);
        assertThat(hub.registry().get(V1).messages()).isZero();
    }

    @Test
    void shouldKeepAMessageThatItHangsOn() {
        // given
        rule("v-*,hang=1");

        // when
        hub.messages().send(V1, message());
        time.move(Duration.ofMinutes(59));

        // then
        assertThat(hub.registry().get(V1).messages()).isEqualTo(1);
        assertThat(virtual.statistics().messages()).isGreaterThan(1);
    }

    @Test
    void shouldComeBackWhenItsLinkIsCutAndStayAwayWhenItIsDeleted() {
        // given
        rule("v-*");
        hub.registry().get(V1);

        // when
        hub.registry().dropLinks();
        assertThat(hub.registry().get(V1).connected()).isFalse();
        time.move(Duration.ofSeconds(1));

        // then
        assertThat(hub.registry().get(V1).connected()).isTrue();
        hub.registry().delete(V1, IfMatch.ANY);
        time.move(Duration.ofSeconds(1));
        assertThat(hub.registry().counts().total()).isZero();
    }

    @Test
    void shouldNotBeThereWhileItIsDisabled() {
        // given
        rule("v-*");
        hub.registry().get(V1);

        // when
        hub.registry().update(new DeviceSpec(V1, null, false, null), IfMatch.ANY);
        time.move(Duration.ofSeconds(5));

        // then
        assertFailed(call("v-1", Duration.ZERO), HubError.DEVICE_NOT_ONLINE);
        assertThat(executed).isEmpty();
        assertThat(hub.registry().get(V1).connected()).isFalse();
    }

    @Test
    void shouldComeBackWhenItIsEnabledAgain() {
        // given
        rule("v-*");
        hub.registry().get(V1);
        hub.registry().update(new DeviceSpec(V1, null, false, null), IfMatch.ANY);
        time.move(Duration.ofSeconds(5));

        // when
        hub.registry().update(new DeviceSpec(V1, null, true, null), IfMatch.ANY);
        hub.messages().send(V1, message());
        time.move(Duration.ofMillis(1));

        // then
        assertThat(hub.registry().get(V1).connected()).isTrue();
        assertThat(hub.registry().get(V1).messages()).isZero();
        assertThat(call("v-1", Duration.ZERO)).isCompleted();
    }

    private void rule(String text) {
        virtual.put(VirtualRule.parse(text));
    }

    private CompletableFuture<MethodAnswer> call(String device, Duration connectTimeout) {
        MethodCall call = new MethodCall("reboot", "{\"a\":1}", Duration.ofSeconds(30), connectTimeout);
        return hub.methods().invoke(new DeviceId(device), call).toCompletableFuture();
    }

    private static CloudToDeviceMessage message() {
        return new CloudToDeviceMessage(
                "m-1",
                null,
                null,
                "/devices/v-1/messages/devicebound",
                null,
                null,
                null,
                AckLevel.FULL,
                Map.of(),
                ByteBuffer.wrap(new byte[3]));
    }

    private static void assertFailed(CompletableFuture<MethodAnswer> call, HubError error) {
        assertThat(call).isCompletedExceptionally();
        assertThat(call.exceptionNow())
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(error));
    }
}
