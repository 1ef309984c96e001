package io.downlink.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import io.downlink.simulator.behaviour.Latency;
import io.downlink.simulator.behaviour.Methods;
import io.downlink.simulator.behaviour.Temper;
import io.downlink.simulator.behaviour.Temper.Rates;
import io.downlink.simulator.record.DeviceRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceMethodsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-12-01T10:00:00Z"), ZoneOffset.UTC);
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final Rates NEVER = new Rates(0, 0);

    @TempDir
    private Path directory;

    private final List<Object> seen = new ArrayList<>();
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
    void shouldAnswerThatARebootStartedAndReportItAfterwards() {
        // when
        DirectMethodResponse response = answer(device(NEVER), "reboot", json("{\"delay\":3}"));

        // then
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getPayload()).hasToString("{\"result\":\"Reboot started.\"}");
        assertThat(events()).containsExactly("received reboot", "executed reboot", "answered reboot 200");
        assertThat(seen).containsExactly(LATENCY, Map.of("reboot", Map.of("at", "2026-12-01T10:00:00Z")));
    }

    @Test
    void shouldAnswerAnEchoWithItsPayloadAndReportNothing() {
        DirectMethodResponse response = answer(device(NEVER), "setValue", json("{\"n\":1.50}"));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getPayload()).hasToString("{\"n\":1.50}");
        assertThat(events()).containsExactly("received setValue", "executed setValue", "answered setValue 200");
        assertThat(seen).containsExactly(LATENCY);
    }

    @Test
    void shouldAnswer501AndExecuteNothingWhenTheDeviceHasNoSuchMethod() {
        DirectMethodResponse response = answer(device(NEVER), "x", json("{}"));

        assertThat(response.getStatus()).isEqualTo(501);
        assertThat(response.getPayload()).hasToString("{\"error\":\"method \\\"x\\\" is not implemented by pump-1\"}");
        assertThat(events()).containsExactly("received x", "answered x 501");
    }

    @Test
    void shouldAnswer500AndExecuteNothingWhenItFails() {
        DirectMethodResponse response = answer(device(new Rates(0, 1)), "reboot", json("{}"));

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(events()).containsExactly("received reboot", "answered reboot 500");
        assertThat(seen).containsExactly(LATENCY);
    }

    @Test
    void shouldReturnAtOnceWithoutAnAnswerWhenItHangs() {
        DirectMethodResponse response = device(new Rates(1, 0)).take("reboot", json("{}"));

        assertThat(response).isNull();
        assertThat(events()).containsExactly("received reboot", "hung reboot");
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldWriteDownThatItReceivedTheCallBeforeTimePasses() {
        List<String> atPause = new ArrayList<>();
        DeviceMethods device = device(NEVER, duration -> atPause.addAll(events()));

        device.take("reboot", json("{}"));

        assertThat(atPause).containsExactly("received reboot");
    }

    @Test
    void shouldNotAnswerWhenTheRecordCannotBeWritten() {
        // given
        record.close();
        // when
        assertThatThrownBy(() -> device(NEVER).take("reboot", json("{}"))).hasMessageContaining("record of pump-1");
        // then
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldFinishTheCallAlthoughTheSdkInterruptsItsThread() {
        // given
        Thread.currentThread().interrupt();
        // when
        DirectMethodResponse response = answer(device(NEVER, Pause.SLEEP), "reboot", json("{}"));
        // then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(events()).containsExactly("received reboot", "executed reboot", "answered reboot 200");
    }

    private DeviceMethods device(Rates rates) {
        return device(rates, seen::add);
    }

    private DeviceMethods device(Rates rates, Pause pause) {
        Temper temper = new Temper(rates, new Latency(LATENCY, Duration.ZERO), 1, "pump-1");
        return new DeviceMethods(record, temper, new Methods("pump-1", CLOCK), pause, seen::add);
    }

    private static DirectMethodResponse answer(DeviceMethods device, String method, JsonElement payload) {
        return Objects.requireNonNull(device.take(method, payload));
    }

    private List<String> events() {
        return Records.events(directory, "pump-1");
    }

    private static JsonElement json(String text) {
        return JsonParser.parseString(text);
    }
}
