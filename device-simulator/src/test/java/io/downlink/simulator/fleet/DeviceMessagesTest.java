package io.downlink.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.Message;
import io.downlink.simulator.behaviour.Latency;
import io.downlink.simulator.behaviour.Methods;
import io.downlink.simulator.behaviour.Temper;
import io.downlink.simulator.behaviour.Temper.Rates;
import io.downlink.simulator.fleet.DeviceMessages.NotCompleted;
import io.downlink.simulator.record.Body;
import io.downlink.simulator.record.DeviceRecord;
import io.downlink.simulator.record.ReceivedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceMessagesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-12-01T10:00:00Z"), ZoneOffset.UTC);
    private static final Rates NEVER = new Rates(0, 0);

    @TempDir
    private Path directory;

    private DeviceRecord record;

    @BeforeEach
    void open() throws IOException {
        record = DeviceRecord.open(directory, "pump-1", CLOCK);
    }

    @AfterEach
    void close() {
        record.close();
    }

    @Test
    void shouldOnlyWriteDownAPlainMessage() {
        device(NEVER).take(message("m-1", "hello", Map.of("k", "v")));

        assertThat(events()).containsExactly("message-received", "message-completed");
        assertThat(Records.lines(directory, "pump-1").getFirst())
                .asString()
                .contains("\"messageId\":\"m-1\",\"bodyText\":\"hello\",\"properties\":{\"k\":\"v\"}");
    }

    @Test
    void shouldCompleteARepeatWithoutDealingWithItAgain() {
        // given
        DeviceMessages device = device(NEVER);
        device.take(command("m-1", "77aa", "reboot", "{}"));
        // when
        device.take(command("m-1", "77aa", "reboot", "{}"));
        // then
        assertThat(events())
                .containsExactly(
                        "message-received",
                        "received reboot",
                        "executed reboot",
                        "message-completed 200",
                        "message-repeated",
                        "message-completed");
    }

    @Test
    void shouldExecuteACommandOnceWhateverMessagesCarryIt() {
        // given
        DeviceMessages device = device(NEVER);
        device.take(command("m-1", "77aa", "reboot", "{}"));
        // when
        device.take(command("m-2", "77aa", "reboot", "{}"));
        device.take(command("m-3", "77ab", "reboot", "{}"));
        // then
        assertThat(events()).filteredOn("executed reboot"::equals).hasSize(2);
        assertThat(events()).containsSubsequence("message-repeated", "message-completed", "message-received");
    }

    @Test
    void shouldRememberWhatAnEarlierProcessDid() throws IOException {
        // given
        device(NEVER).take(command("m-1", "77aa", "reboot", "{}"));
        device(NEVER).take(message("m-2", "hello", Map.of()));
        record.close();
        // when
        record = DeviceRecord.open(directory, "pump-1", CLOCK);
        device(NEVER).take(command("m-3", "77aa", "reboot", "{}"));
        device(NEVER).take(message("m-2", "hello", Map.of()));
        // then
        assertThat(events()).filteredOn("executed reboot"::equals).hasSize(1);
        assertThat(events()).filteredOn("message-repeated"::equals).hasSize(2);
    }

    @Test
    void shouldTakeEveryMessageWithoutAnIdForANewOne() {
        DeviceMessages device = device(NEVER);

        device.take(message(null, "hello", Map.of()));
        device.take(message(null, "hello", Map.of()));

        assertThat(events())
                .containsExactly("message-received", "message-completed", "message-received", "message-completed");
        assertThat(Records.lines(directory, "pump-1")).noneMatch(line -> line.has("messageId"));
    }

    @Test
    void shouldPassTheBodyToTheMethodAsItsPayload() {
        device(NEVER).take(command("m-1", "77aa", "setValue", "{\"n\":1.50}"));

        assertThat(Records.lines(directory, "pump-1").get(2))
                .hasToString("{\"time\":\"2026-12-01T10:00:00Z\",\"deviceId\":\"pump-1\",\"event\":\"executed\","
                        + "\"method\":\"setValue\",\"payload\":{\"n\":1.50},\"commandId\":\"77aa\",\"sequence\":3}");
    }

    @Test
    void shouldTakeNoBodyForAnEmptyObject() {
        device(NEVER).take(command("m-1", "77aa", "echo", ""));

        assertThat(Records.lines(directory, "pump-1").get(2).get("payload")).hasToString("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{\"n\":1", "{} {}", "{'n':1}"})
    void shouldExecuteNothingWhenTheBodyIsNotJson(String body) {
        device(NEVER).take(command("m-1", "77aa", "reboot", body));

        assertThat(events()).containsExactly("message-received", "message-completed 400");
    }

    @Test
    void shouldCompleteWhatItHasNoMethodForAndWhatFails() {
        device(NEVER).take(command("m-1", "77aa", "dance", "{}"));
        device(new Rates(0, 1)).take(command("m-2", "77ab", "reboot", "{}"));

        assertThat(events())
                .containsExactly(
                        "message-received",
                        "received dance",
                        "message-completed 501",
                        "message-received",
                        "received reboot",
                        "message-completed 500");
    }

    @Test
    void shouldNotCompleteWhatItHangsOnAndTakeItAgain() {
        // given
        ReceivedMessage message = command("m-1", "77aa", "reboot", "{}");
        assertThatThrownBy(() -> device(new Rates(1, 0)).take(message)).isInstanceOf(NotCompleted.class);
        assertThat(events()).containsExactly("message-received", "received reboot", "hung reboot");
        // when
        device(NEVER).take(message);
        // then
        assertThat(events())
                .endsWith("message-received", "received reboot", "executed reboot", "message-completed 200");
    }

    @Test
    void shouldNotCompleteWhatItCannotWriteDown() {
        record.close();

        assertThatThrownBy(() -> device(NEVER).take(message("m-1", "hello", Map.of())))
                .hasMessageContaining("record of pump-1");
    }

    @ParameterizedTest
    @CsvSource({"ABANDON, message-abandoned", "REJECT, message-rejected"})
    void shouldWriteDownThatItDoesNotCompleteAMessage(Settlement settlement, String event) {
        // given
        Message message = new Message("hello");
        message.setMessageId("m-1");
        // when
        IotHubMessageResult result = device(NEVER, settlement).onCloudToDeviceMessageReceived(message, null);
        // then
        assertThat(result).hasToString(settlement.name());
        assertThat(events()).containsExactly(event);
    }

    private DeviceMessages device(Rates rates) {
        return device(rates, Settlement.COMPLETE);
    }

    private DeviceMessages device(Rates rates, Settlement settlement) {
        Temper temper = new Temper(rates, new Latency(Duration.ZERO, Duration.ZERO), 1, "pump-1");
        return new DeviceMessages(
                "pump-1",
                record,
                new DeviceMethods(record, temper, new Methods("pump-1", CLOCK), _ -> {}, _ -> {}),
                settlement);
    }

    private static ReceivedMessage command(String id, String commandId, String method, String body) {
        return message(id, body, Map.of("downlink-method", method, "downlink-command-id", commandId));
    }

    private static ReceivedMessage message(@Nullable String id, String body, Map<String, String> properties) {
        return new ReceivedMessage(id, Body.of(body.getBytes(StandardCharsets.UTF_8)), properties);
    }

    private List<String> events() {
        return Records.events(directory, "pump-1");
    }
}
