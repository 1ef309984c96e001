package io.downlink.emulator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
    private final TreeMap<String, ObjectNode> twins = new TreeMap<>();

    QueryTest() {
        add("a", "{\"deviceId\":\"a\",\"statusReason\":null,\"tags\":{\"floor\":1,\"size\":10}}");
        add("b", "{\"deviceId\":\"b\",\"tags\":{\"floor\":2,\"size\":2.5}}");
        add("c", "{\"deviceId\":\"c\",\"tags\":{\"floor\":1,\"size\":\"large\"}}");
        add("d", "{\"deviceId\":\"d\",\"tags\":{}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT DeviceID FROM devices WHERE tags.floor = 1       | [{\"deviceId\":\"a\"}, {\"deviceId\":\"c\"}]",
                "SELECT deviceId AS id, tags.floor FROM devices WHERE deviceId > 'b' | [{\"id\":\"c\",\"floor\":1}, {\"id\":\"d\"}]",
                "SELECT statusReason FROM devices WHERE deviceId = 'a'    | [{\"statusReason\":null}]",
                "SELECT tags FROM devices WHERE deviceId = 'd'            | [{\"tags\":{}}]",
                "SELECT devices.deviceId FROM devices WHERE devices.deviceId = 'd' | [{\"deviceId\":\"d\"}]",
                "SELECT TOP 2 deviceId FROM devices                       | [{\"deviceId\":\"a\"}, {\"deviceId\":\"b\"}]",
                "SELECT COUNT() AS n FROM devices                         | [{\"n\":4}]",
                "SELECT COUNT() FROM devices WHERE false                  | [{\"$1\":0}]",
                "SELECT SUM(tags.size) AS s, AVG(tags.size) AS a, MIN(tags.size) AS i, MAX(tags.size) AS x FROM devices | [{\"s\":12.5,\"a\":6.25,\"i\":2.5,\"x\":10}]",
                "SELECT AVG(tags.none) AS a, SUM(tags.none) AS s FROM devices | [{\"s\":0}]",
                "select tags.floor as f, count() as n from devices group by tags.floor | [{\"f\":1,\"n\":2}, {\"f\":2,\"n\":1}, {\"n\":1}]",
                "SELECT COUNT() AS n FROM devices GROUP BY devices.tags.floor | [{\"n\":2}, {\"n\":1}, {\"n\":1}]",
                "SELECT tags.floor FROM devices WHERE false GROUP BY tags.floor | []",
                "SELECT TOP 1 tags.floor AS f FROM devices GROUP BY tags.floor | [{\"f\":1}]",
                "SELECT Tags.floor, COUNT() AS n FROM devices WHERE tags.floor = 1 GROUP BY devices.tags.floor | [{\"floor\":1,\"n\":2}]",
                "SELECT MAX(tags.size) AS x FROM devices GROUP BY tags.floor | [{\"x\":10}, {\"x\":2.5}, {}]",
                "SELECT AVG(tags.size) AS a, COUNT() AS n FROM devices WHERE tags.size = 'large' | [{\"n\":1}]",
                "SELECT COUNT() AS x, SUM(tags.floor) AS x FROM devices   | [{\"x\":4}]",
                "SELECT deviceId, tags.floor, MIN(tags.size) FROM devices WHERE tags.floor = 1 GROUP BY tags.floor, DEVICEID | [{\"deviceId\":\"a\",\"floor\":1,\"$3\":10}, {\"deviceId\":\"c\",\"floor\":1}]",
                "SELECT TOP 2 COUNT() AS n FROM devices GROUP BY tags.floor | [{\"n\":2}, {\"n\":1}]",
                "SELECT DeviceID FROM devices WHERE tags.floor = 2 GROUP BY deviceId | [{\"deviceId\":\"b\"}]",
            })
    void shouldMakeRowsOfWhatIsSelected(String query, String rows) {
        assertThat(all(query, 100)).hasToString(rows);
    }

    @Test
    void shouldSelectWholeDocuments() {
        Query query = Query.parse("SELECT * FROM devices WHERE deviceId = 'b'");

        assertThat(query.wholeDocuments()).isTrue();
        assertThat(query.page(documents(), 100, null).rows()).containsExactly(twins.get("b"));
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT * FROM devices, DEVICES",
        "SELECT * FROM Devices.Modules, MODULES",
        "SELECT * FROM devices . jobs, DEVICE_JOBS"
    })
    void shouldKnowWhatItIsAbout(String query, Source source) {
        assertThat(Query.parse(query).source()).isEqualTo(source);
    }

    @Test
    void shouldKnowJobsByTheirFullNames() {
        Query query = Query.parse(
                "SELECT * FROM devices.jobs WHERE devices.jobs.JobID = 'j' AND devices.jobs.status='failed'");
        Documents rows = _ -> Stream.of(
                new JsonDocument("1", Json.object("{\"jobId\":\"j\",\"status\":\"failed\"}")),
                new JsonDocument("2", Json.object("{\"jobId\":\"j\",\"status\":\"completed\"}")));

        assertThat(query.page(rows, 10, null).rows()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 2", "3, 2", "4, 1", "5, 1"})
    void shouldGiveEveryRowOnceWhateverThePageSize(int size, int pages) {
        List<Page> answer = pages("SELECT * FROM devices", size);

        assertThat(answer)
                .hasSize(pages)
                .allSatisfy(page -> assertThat(page.rows())
                        .as("a page that says another one follows, and the one that follows")
                        .isNotEmpty());
        assertThat(all("SELECT * FROM devices", size)).containsExactlyElementsOf(twins.values());
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 2", "3, 1", "100, 1"})
    void shouldPageGroupsAndCountTheTop(int size, int pages) {
        String groups = "SELECT tags.floor FROM devices GROUP BY tags.floor";
        String top = "SELECT TOP 3 deviceId FROM devices";

        assertThat(pages(groups, size)).hasSize(pages);
        assertThat(all(groups, size)).hasSize(3).doesNotHaveDuplicates();
        assertThat(pages(top, size)).hasSize(pages);
        assertThat(all(top, size)).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void shouldGoOnInTheRightPlaceWhenDevicesComeAndGo() {
        Query query = Query.parse("SELECT deviceId FROM devices");
        Page first = query.page(documents(), 2, null);
        twins.remove("a");
        add("aa", "{\"deviceId\":\"aa\"}");
        add("cc", "{\"deviceId\":\"cc\"}");

        assertThat(query.page(documents(), 10, first.continuation()).rows())
                .hasToString("[{\"deviceId\":\"c\"}, {\"deviceId\":\"cc\"}, {\"deviceId\":\"d\"}]");
    }

    @Test
    void shouldLookAtNoMoreDocumentsThanAPageNeeds() {
        List<Integer> looked = new ArrayList<>();
        Documents endless =
                _ -> IntStream.iterate(0, i -> i + 1).peek(looked::add).mapToObj(QueryTest::numbered);

        Page page =
                Query.parse("SELECT deviceId FROM devices WHERE version > 2").page(endless, 2, null);

        assertThat(page.rows()).hasToString("[{\"deviceId\":\"d-3\"}, {\"deviceId\":\"d-4\"}]");
        assertThat(looked)
                .as("three that fit, the last of which says that more follow")
                .hasSize(6);
    }

    @Test
    void shouldNotMakeDocumentsOfWhichOnlySomePropertiesAreAskedFor() {
        Documents some = _ -> IntStream.range(0, 1000).mapToObj(QueryTest::numbered);

        assertThat(Query.parse(
                                "SELECT COUNT() AS n, MAX(version) AS v FROM devices WHERE deviceId != 'd-7' GROUP BY status")
                        .page(some, 10, null)
                        .rows())
                .hasToString("[{\"n\":999,\"v\":999}]");
        assertThat(Query.parse("SELECT deviceId FROM devices WHERE version = 999")
                        .page(some, 10, null)
                        .rows())
                .hasSize(1);
    }

    @Test
    void shouldRefuseMoreGroupsThanItCanKeep() {
        Query query = Query.parse("SELECT COUNT() AS n FROM devices GROUP BY deviceId");
        Documents many = _ -> IntStream.rangeClosed(0, Groups.GROUPS_MAX)
                .mapToObj(i -> new JsonDocument(
                        "d" + i, JsonNodeFactory.instance.objectNode().put("deviceId", i)));

        assertThatThrownBy(() -> query.page(many, 10, null))
                .isInstanceOf(TooManyGroupsException.class)
                .hasMessage("GROUP BY leads to more than 100000 groups");
    }

    @Test
    void shouldRefuseAContinuationOfAnotherQuery() {
        String continuation =
                Query.parse("SELECT * FROM devices").page(documents(), 1, null).continuation();
        Query other = Query.parse("SELECT deviceId FROM devices");

        for (@Nullable String wrong : new String[] {continuation, "", "surprise", "###", "MTox"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> other.page(documents(), 1, wrong));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DELETE FROM devices                                  | 1  | expected SELECT, found 'DELETE'",
                "SELECT FROM devices                                  | 8  | expected the name of a property, found 'FROM'",
                "SELECT *                                             | 9  | expected FROM, found the end",
                "SELECT deviceId AS 'x' FROM devices                  | 20 | expected a name",
                "SELECT deviceId, FROM devices                        | 18 | expected the name of a property",
                "SELECT TOP 0 * FROM devices                          | 12 | expected an integer of 1 or more",
                "SELECT TOP 99999999999 * FROM devices                | 12 | expected an integer of 1 or more",
                "SELECT TOP * FROM devices                            | 12 | expected an integer of 1 or more",
                "SELECT * FROM things                                 | 15 | expected devices, devices.modules or devices.jobs",
                "SELECT * FROM devices.twins                          | 23 | expected modules or jobs",
                "SELECT * FROM devices d                              | 23 | expected WHERE, GROUP BY or the end of the text, found 'd'",
                "SELECT * FROM devices JOIN d IN devices.x            | 23 | expected WHERE, GROUP BY",
                "SELECT * FROM devices ORDER BY deviceId              | 23 | found 'ORDER'",
                "SELECT * FROM devices WHERE a = 1 ORDER BY deviceId  | 35 | expected AND, OR, GROUP BY or the end of the text",
                "SELECT * FROM devices WHERE                          | 28 | expected a value",
                "SELECT COUNT(*) FROM devices                         | 14 | expected ')'",
                "SELECT SUM() FROM devices                            | 12 | expected the name of a property",
                "SELECT LOWER(deviceId) FROM devices                  | 8  | expected COUNT, SUM, AVG, MIN or MAX",
                "SELECT a, COUNT() FROM devices                       | 8  | only aggregates and properties that are in GROUP BY",
                "SELECT a, COUNT() FROM devices GROUP BY b            | 8  | only aggregates and properties that are in GROUP BY",
                "SELECT tags.Floor, COUNT() FROM devices GROUP BY tags.floor | 8  | only aggregates and properties that are in GROUP BY",
                "SELECT * FROM devices GROUP BY a                     | 8  | '*' cannot be grouped",
                "SELECT a FROM devices GROUP a                        | 29 | expected BY",
                "SELECT a FROM devices GROUP BY a b                   | 34 | expected ',' or the end",
                "SELECT jobId FROM devices.jobs                       | 8  | devices.jobs has only whole rows",
                "SELECT COUNT() FROM devices.jobs                     | 8  | devices.jobs has only whole rows",
            })
    void shouldSayWhatWasExpectedWhere(String query, int column, String message) {
        assertThatThrownBy(() -> Query.parse(query))
                .isInstanceOfSatisfying(
                        QuerySyntaxException.class,
                        failure -> assertThat(failure.column()).isEqualTo(column))
                .hasMessageContaining(message);
    }

    /** A document that cannot be had as a whole. */
    private static Document numbered(int number) {
        return new Document() {
            @Override
            public String key() {
                return "d-" + number;
            }

            @Override
            public JsonNode value(List<String> path) {
                return switch (path.getFirst()) {
                    case "deviceId" -> TextNode.valueOf(key());
                    case "version" -> IntNode.valueOf(number);
                    default -> MissingNode.getInstance();
                };
            }

            @Override
            public ObjectNode content() {
                throw new AssertionError("nobody asked for all of " + key());
            }
        };
    }

    private void add(String id, String twin) {
        twins.put(id, Json.object(twin));
    }

    private Documents documents() {
        return after -> (after == null ? twins : twins.tailMap(after, false))
                .entrySet().stream().map(entry -> new JsonDocument(entry.getKey(), entry.getValue()));
    }

    private List<ObjectNode> all(String query, int size) {
        return pages(query, size).stream().flatMap(page -> page.rows().stream()).toList();
    }

    private List<Page> pages(String text, int size) {
        Query query = Query.parse(text);
        List<Page> pages = new ArrayList<>();
        String continuation = null;
        do {
            Page page = query.page(documents(), size, continuation);
            pages.add(page);
            assertThat(pages).as("pages without an end").hasSizeLessThan(20);
            continuation = page.continuation();
        } while (continuation != null);
        return pages;
    }
}
