package io.downlink.contracts.commands;

import static io.downlink.contracts.JsonTexts.utf8;
import static io.downlink.contracts.commands.Records.READER;
import static io.downlink.contracts.commands.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.ReadResult.Refused;
import io.downlink.contracts.commands.ReadResult.Unreadable;
import io.downlink.contracts.requests.Problem;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnreadableRecordTest {
    private static final String STRUCTURED = "application/cloudevents+json";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "NULL", textBlock = """
            NULL                                     | reboot pump-17          | the value is not JSON: line 1, column 8
            NULL                                     | {"deviceId": "pump-17"  | the value is not JSON: line 1, column 23
            NULL                                     | {"deviceId":"p-1"} {}   | the value is not JSON: line 1, column 20
            NULL                                     | ``                      | the value is empty
            NULL                                     | {"deviceId":1e99999999999} | the value is not JSON: a number's exponent is too long
            NULL                                     | [1]                     | the value is JSON, but not an object
            NULL                                     | NULL                    | the record has no value
            application/cloudevents+json             | garbage                 | the value is not JSON: line 1, column 8
            application/cloudevents+json             | NULL                    | the record has no value
            application/cloudevents+json             | {"id":"1"}              | the CloudEvent's data is empty
            application/cloudevents+json             | "data"                  | the value is JSON, but no CloudEvent: not an object
            application/cloudevents+json             | {"data":"text"}         | the CloudEvent's data is JSON, but not an object
            application/cloudevents+json             | {"data_base64":"%"}     | the CloudEvent's data_base64 is not Base64
            application/cloudevents-batch+json       | []                      | content-type application/cloudevents-batch+json is not supported: write application/cloudevents+json or application/json
            """)
    void shouldSayWhatARecordIsInstead(@Nullable String contentType, @Nullable String value, String cause) {
        // given
        String[] headers = contentType == null ? new String[0] : new String[] {"content-type", contentType};
        // when
        ReadResult result = READER.read(record("pump-17", value == null ? null : utf8(value), headers));
        // then
        assertThat(result).isEqualTo(new Unreadable(cause));
    }

    @Test
    void shouldSayThatTheContentTypeHasNoValue() {
        // given
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", null);
        headers.add("ce_id", null);
        headers.add(STRUCTURED, null);
        // when
        ReadResult result = READER.read(record("pump-17", utf8(Requests.METHOD), headers));
        // then
        assertThat(result).isEqualTo(new Unreadable("the header content-type has no value"));
    }

    @Test
    void shouldSayThatBytesAreNoText() {
        // given
        byte[] latin1 = {'{', '"', (byte) 0xe4, '"', ':', '1', '}'};
        // then
        assertThat(READER.read(record("pump-17", latin1)))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable -> assertThat(unreadable.cause()).startsWith("the value is not JSON: "));
    }

    @Test
    void shouldBeUnreadableOnlyWhenNeitherRequestNorKeyNamesADevice() {
        // given
        byte[] nobody = utf8("{\"type\": \"cancel\", \"commandId\": \"a\"}");
        // then
        assertThat(READER.read(record("pump-17", nobody))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.id().deviceId()).isEqualTo("pump-17");
            assertThat(refused.problems()).extracting(Problem::field).containsExactly("deviceId");
        });
        assertThat(READER.read(record("no device", nobody))).isInstanceOf(Unreadable.class);
        assertThat(READER.read(record(null, nobody))).isInstanceOf(Unreadable.class);
        assertThat(READER.read(record(null, utf8("{\"deviceId\": \"%s\"}".formatted("d".repeat(129))))))
                .isInstanceOf(Unreadable.class);
    }

    @Property
    void shouldNeverThrowWhateverTheBytesAre(
            @ForAll byte[] key, @ForAll byte[] value, @ForAll boolean structured, @ForAll byte[] header) {
        // given
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", header);
        headers.add("content-type", structured ? utf8(STRUCTURED) : header);
        var record = record(new String(key, StandardCharsets.UTF_8), value, headers);
        // then
        assertThat(READER.read(record)).isNotNull();
    }
}
