package io.downlink.simulator.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.downlink.simulator.behaviour.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceRecordTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-12-01T10:00:00.123Z"), ZoneOffset.UTC);
    private static final String HEAD = "{\"time\":\"2026-12-01T10:00:00.123Z\",\"deviceId\":\"pump-1\",\"event\":";

    @TempDir
    private Path directory;

    @Test
    void shouldWriteEachEventAsOneLineAtOnce() throws IOException {
        // given
        JsonElement delay = json("{\"delay\":3,\"note\":null}");
        JsonElement result = json("{\"result\":\"Reboot started.\"}");
        try (DeviceRecord record = open("pump-1")) {
            // when
            record.connected();
            record.received(Call.direct("reboot", delay));
            record.executed(Call.direct("reboot", delay));
            record.answered("reboot", result, 200);
            record.reported(json("{\"reboot\":{\"at\":\"…\"}}"));
            record.hung(Call.direct("reboot", json("null")));
            record.disconnected();

            // then, before it is closed
            assertThat(lines("pump-1"))
                    .containsExactly(
                            HEAD + "\"connected\",\"sequence\":1}",
                            HEAD
                                    + "\"received\",\"method\":\"reboot\",\"payload\":{\"delay\":3,\"note\":null},\"sequence\":2}",
                            HEAD
                                    + "\"executed\",\"method\":\"reboot\",\"payload\":{\"delay\":3,\"note\":null},\"sequence\":3}",
                            HEAD
                                    + "\"answered\",\"method\":\"reboot\",\"payload\":{\"result\":\"Reboot started.\"},\"status\":200,\"sequence\":4}",
                            HEAD + "\"reported\",\"payload\":{\"reboot\":{\"at\":\"…\"}},\"sequence\":5}",
                            HEAD + "\"hung\",\"method\":\"reboot\",\"payload\":null,\"sequence\":6}",
                            HEAD + "\"disconnected\",\"sequence\":7}");
        }
    }

    @Test
    void shouldAppendAndCountOnWhenItIsOpenedAgain() throws IOException {
        // given
        try (DeviceRecord record = open("pump-1")) {
            record.connected();
        }
        // when
        try (DeviceRecord record = open("pump-1")) {
            record.connected();
        }
        // then
        assertThat(lines("pump-1")).hasSize(2).last().asString().contains("\"sequence\":2");
    }

    @Test
    void shouldLeaveALineThatWasCutOffAloneWhenItIsOpenedAgain() throws IOException {
        // given
        Files.writeString(DeviceRecord.path(directory, "pump-1"), "{\"time\":\"2026", StandardOpenOption.CREATE);
        // when
        try (DeviceRecord record = open("pump-1")) {
            record.connected();
        }
        // then
        assertThat(lines("pump-1")).hasSize(2).last().isEqualTo(HEAD + "\"connected\",\"sequence\":2}");
    }

    @Test
    void shouldGoOnWhenTheThreadIsInterrupted() throws IOException {
        try (DeviceRecord record = open("pump-1")) {
            // when
            Thread.currentThread().interrupt();
            record.connected();
            record.disconnected();
            // then
            assertThat(Thread.interrupted()).isTrue();
            assertThat(lines("pump-1")).hasSize(2);
        }
    }

    @Test
    void shouldKeepLinesWholeAndNumberedWhenManyThreadsWrite() throws IOException {
        try (DeviceRecord record = open("pump-1")) {
            // when
            IntStream.range(0, 500)
                    .parallel()
                    .forEach(n -> record.received(Call.direct("echo", json("{\"n\":" + n + "}"))));
        }
        // then
        List<Integer> sequences = lines("pump-1").stream()
                .map(line -> json(line).getAsJsonObject().get("sequence").getAsInt())
                .toList();
        assertThat(sequences).isEqualTo(IntStream.rangeClosed(1, 500).boxed().toList());
    }

    @Test
    void shouldEncodeTheDeviceIdInTheNameOfItsFile() {
        assertThat(DeviceRecord.path(directory, "a:b@c")).hasFileName("a%3Ab%40c.jsonl");
    }

    private DeviceRecord open(String deviceId) throws IOException {
        return DeviceRecord.open(directory.resolve("."), deviceId, CLOCK);
    }

    private List<String> lines(String deviceId) throws IOException {
        return Files.readAllLines(DeviceRecord.path(directory, deviceId));
    }

    private static JsonElement json(String text) {
        return JsonParser.parseString(text);
    }
}
