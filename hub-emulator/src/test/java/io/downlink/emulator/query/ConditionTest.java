package io.downlink.emulator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final ObjectNode TWIN = Json.object("""
            {"deviceId":"pump-1","status":"enabled","statusReason":null,"version":7,
             "tags":{"floor":3,"Building":"43","a-b":{"from":true},"3x":1,"list":[1]},
             "properties":{"desired":{"$version":4,"speed":2.5},"reported":{}}}""");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                " * ",
                "true",
                "deviceId = 'pump-1'",
                "DEVICEID = \"pump-1\"",
                "devices.deviceId = 'pump-1'",
                "Devices.tags.floor = 3",
                "tags.floor = 3.0",
                "tags.floor = 0x3",
                "tags.floor != 4",
                "tags.floor <> 4",
                "tags.floor < 4 AND tags.floor <= 3 and tags.floor > 2 And tags.floor >= 3",
                "tags.Building = '43'",
                "tags.Building < '5'",
                "tags.a-b.from",
                "tags.a-b.from = true",
                "tags.3x = 1",
                "properties.desired.$version = 4",
                "deviceId IN ['x', 'pump-1']",
                "deviceId in [\"pump-1\"]",
                "deviceId NIN ['x']",
                "tags.floor IN [1, 3]",
                "tags.floor IN [-1, 3]",
                "tags.floor IN ['3', 3.0]",
                "properties.desired.speed IN [2.50]",
                "statusReason IN [null]",
                "tags.a-b.from IN [false, true]",
                "tags.floor NIN ['3', true, null]",
                "tags.list NIN [1]",
                "IS_DEFINED(tags.floor)",
                "is_defined(statusReason)",
                "NOT IS_DEFINED(tags.none)",
                "statusReason = null",
                "deviceId != null",
                "tags.floor + 1 = 4",
                "tags.floor - 1 = 2",
                "tags.floor * 2 - 1 = 5",
                "tags.floor * (2 - 1) = 3",
                "tags.floor / 2 = 1.5",
                "tags.floor % 2 = 1",
                "10 - 4 - 3 = 3",
                "0e99999999999 + 0.0e-99999999999 + 1e-300 > 0",
                "-tags.floor = -3",
                "1 = 2 OR tags.floor = 3",
                "1 = 1 OR tags.none = 3",
                "tags.none = 3 OR 1 = 1",
                "NOT (1 = 1 AND 1 = 2)",
                "NOT 1 = 2",
                "1 = 2 AND 1 = 2 OR 1 = 1",
                "1 = 1 OR 1 = 1 AND 1 = 2",
                "NOT (tags.none = 1 AND 1 = 2)",
            })
    void shouldBeTrue(String condition) {
        assertThat(Condition.parse(condition).holds(twin(TWIN))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false",
                "deviceId = 'Pump-1'",
                "tags.building = '43'",
                "tags.none = 3",
                "tags.none != 3",
                "NOT tags.none = 3",
                "tags.none = tags.none",
                "tags.none NIN [3]",
                "tags.none IN [undefined]",
                "tags.floor IN ['3', true, null, undefined]",
                "tags.list IN [1]",
                "tags IN [1]",
                "tags.floor = '3'",
                "tags.floor != '3'",
                "NOT tags.floor = '3'",
                "tags.floor < '4'",
                "true < false",
                "statusReason != null",
                "statusReason < 'a'",
                "tags.none = null",
                "tags.none != null",
                "tags = tags",
                "tags.list = tags.list",
                "tags.floor",
                "deviceId",
                "null",
                "undefined",
                "NOT undefined",
                "tags.floor / 0 = 1",
                "tags.floor % 0 = 1",
                "deviceId + 1 = 1",
                "-deviceId = 1",
                "tags.none = 1 AND 1 = 1",
                "tags.none = 1 OR 1 = 2",
                "tags.a-b = 1",
                "devices = 1",
            })
    void shouldNotBeTrue(String condition) {
        assertThat(Condition.parse(condition).holds(twin(TWIN))).isFalse();
    }

    @Test
    void shouldNotCompareNumbersThatAreTooLargeToBeOne() {
        ObjectNode reported = Json.object("{\"properties\":{\"reported\":{\"x\":1e400}}}");

        assertThat(Condition.parse("properties.reported.x > 1").holds(twin(reported)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                        | 1  | expected a value or the name of a property, found the end",
                "a =                       | 4  | expected a value or the name of a property, found the end",
                "a = = 1                   | 5  | expected a value or the name of a property, found '='",
                "a = 1 b                   | 7  | expected AND, OR or the end of the text, found 'b'",
                "a = 1 AND                 | 10 | expected a value",
                "a AND WHERE               | 7  | expected the name of a property, found 'WHERE'",
                "(a = 1                    | 7  | expected ')'",
                "a = 1)                    | 6  | expected AND, OR or the end",
                "a IN 1                    | 6  | expected '['",
                "a IN []                   | 7  | expected a value",
                "a IN [1                   | 8  | expected ']'",
                "a IN [b]                  | 8  | expected only texts, numbers",
                "a. = 1                    | 4  | expected the name of a property",
                "a = 1 = 1                 | 7  | expected AND, OR or the end",
                "startswith(a, 'b')        | 1  | expected IS_DEFINED, the only function",
                "COUNT() > 1               | 1  | expected IS_DEFINED, the only function",
                "IS_DEFINED(1)             | 12 | expected the name of a property",
                "IS_DEFINED a              | 12 | expected AND, OR",
                "a = 1e999                 | 5  | range of a double",
                "a > 1e-999                | 5  | range of a double",
                "a > 1e-99999999999        | 5  | range of a double",
            })
    void shouldSayWhatWasExpectedWhere(String condition, int column, String message) {
        assertThatThrownBy(() -> Condition.parse(condition))
                .isInstanceOfSatisfying(
                        QuerySyntaxException.class,
                        failure -> assertThat(failure.column()).isEqualTo(column))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "NOT ", "-"})
    void shouldRefuseWhatIsNestedTooDeeply(String opening) {
        assertThatThrownBy(() -> Condition.parse(opening.repeat(2000) + "1"))
                .isInstanceOf(QuerySyntaxException.class)
                .hasMessageContaining("levels");
    }

    @Test
    void shouldTakeLongChains() {
        String chain = "1" + "+1".repeat(4000);

        assertThat(Condition.parse(chain + " = 4001").holds(twin(TWIN))).isTrue();
    }

    @Test
    void shouldRefuseATextThatIsTooLong() {
        String longest = "deviceId = 'pump-1'" + " ".repeat(Query.LENGTH_MAX - 19);

        assertThat(Condition.parse(longest).holds(twin(TWIN))).isTrue();
        assertThatThrownBy(() -> Condition.parse(longest + " ")).hasMessageContaining("at most 8192 characters");
    }

    private static Document twin(ObjectNode content) {
        return new JsonDocument("pump-1", content);
    }
}
