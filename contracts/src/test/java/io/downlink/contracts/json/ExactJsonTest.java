package io.downlink.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":[null,true,\"\"]}",
                "18446744073709551616",
                "-0.000001",
                "1.50",
                "\"ä€😀\"",
                "\"a/b\""
            })
    void shouldWriteWhatItRead(String json) throws JsonProcessingException {
        assertThat(ExactJson.text(read(json).tree())).isEqualTo(json);
    }

    @Test
    void shouldTellWhichNamesStandTwice() throws JsonProcessingException {
        // when
        ExactJson.Document document = read("{\"a\":1,\"b\":[{\"c\":{\"d\":1,\"d\":2}}],\"a\":3}");
        // then
        assertThat(document.duplicates()).containsExactly("b[0].c.d", "a");
        assertThat(document.tree().path("a").intValue()).isEqualTo(3);
    }

    @Test
    void shouldCountBytesInUtf8() throws JsonProcessingException {
        assertThat(ExactJson.utf8Length(read("\"ä😀\"").tree())).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{} {}", "{\"a\":1,}", "{'a':1}", "NaN", "01", "1e99999999999", "\"a\nb\""})
    void shouldRefuseWhatIsNotOneJsonValue(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void shouldRefuseWhatIsNestedTooDeep() {
        assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            { "b" : 1 , "a" : [ 1 , 2 ] }  | {"a":[1,2],"b":1}
            {"aa":1,"a":2,"B":3}           | {"B":3,"a":2,"aa":1}
            1e3                            | 1E+3
            1.50                           | 1.50
            100000000000000000000          | 100000000000000000000
            "\\u0041\\/\\u00e4\\ud83d\\ude00" | "A/ä😀"
            "\\u0000\\u001F\\u000A\\t\\"\\\\" | "\\u0000\\u001f\\n\\t\\"\\\\"
            [null, true, false]            | [null,true,false]
            """)
    void shouldHaveOneCanonicalFormForAllWaysToWriteTheSame(String json, String canonical)
            throws JsonProcessingException {
        assertThat(CanonicalJson.of(read(json).tree())).isEqualTo(canonical);
    }

    private static ExactJson.Document read(String json) throws JsonProcessingException {
        return ExactJson.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
