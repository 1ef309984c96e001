package io.downlink.contracts.jobs;

import static io.downlink.contracts.Documentation.firstColumn;
import static io.downlink.contracts.jobs.JobRecords.READER;
import static io.downlink.contracts.jobs.JobRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.Documentation;
import io.downlink.contracts.Documentation.Example;
import io.downlink.contracts.EventSchema;
import io.downlink.contracts.JsonSchemas;
import io.downlink.contracts.jobs.JobReadResult.Accepted;
import io.downlink.contracts.json.WireName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation says what the code does. */
class JobDocumentationTest {

    static Stream<Example> examples() throws IOException {
        return Documentation.examples().filter(example -> example.json().has("jobId"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldShowExamplesThatWork(Example example) {
        // given
        JsonNode json = example.json();
        // then
        if (json.has("final")) {
            assertThat(JobEventReader.read(example.utf8())).isPresent();
            assertThat(JsonSchemas.errors(JsonSchemas.JOB_EVENT, json.toString()))
                    .isEmpty();
        } else if (json.has("event")) {
            assertThat(DeviceJobReader.read(example.utf8())).isPresent();
            assertThat(JsonSchemas.errors(JsonSchemas.DEVICE_JOB, json.toString()))
                    .isEmpty();
        } else {
            String key = json.path("jobId").asText();
            assertThat(READER.read(record(key, example.utf8()))).isInstanceOf(Accepted.class);
            assertThat(JsonSchemas.errors(JsonSchemas.JOB_REQUEST, json.toString()))
                    .isEmpty();
        }
    }

    @Test
    void shouldShowAnExampleOfEveryRequestAndAction() throws IOException {
        // when
        List<JsonNode> requests =
                examples().map(Example::json).filter(json -> !json.has("event")).toList();
        // then
        assertThat(requests.stream().map(json -> json.path("type").asText()))
                .containsAll(wire(JobRequestType.values()));
        assertThat(requests.stream().map(json -> json.at("/action/type").asText()))
                .containsAll(wire(ActionType.values()));
    }

    @ParameterizedTest
    @CsvSource({"Fields of a job request,REQUEST", "Fields of `recurrence`,RECURRENCE", "Fields of `action`,ACTION"})
    void shouldNameTheFieldsThatTheReaderKnows(String heading, JobPlace place) throws IOException {
        assertThat(firstColumn(heading)).isEqualTo(place.names());
    }

    @Test
    void shouldNameTheFieldsOfEventsAndOutcomes() throws IOException {
        assertThat(firstColumn("Fields of every job event"))
                .containsExactlyInAnyOrderElementsOf(new EventSchema(JsonSchemas.JOB_EVENT, "accepted").properties());
        assertThat(firstColumn("Fields of an outcome"))
                .containsExactlyInAnyOrderElementsOf(new EventSchema(JsonSchemas.DEVICE_JOB, "completed").properties());
    }

    @Test
    void shouldNameTheOwnFieldsOfEachEvent() {
        assertThat(JobEvents.all()).allSatisfy(event -> {
            String row = Documentation.row("Which job events there are", event.name());
            assertThat(row).startsWith("| `" + event.name() + "` | " + (event.isFinal() ? "yes" : "no"));
            assertThat(new EventSchema(JsonSchemas.JOB_EVENT, event.name()).ownProperties())
                    .allSatisfy(name -> assertThat(row).contains("`" + name + "`"));
        });
    }

    @Test
    void shouldNameEveryEventReasonAndOutcome() throws IOException {
        assertThat(firstColumn("Which job events there are"))
                .isEqualTo(JobEvents.all().map(JobEvent::name).distinct().toList());
        assertThat(firstColumn("Why a job failed")).isEqualTo(wire(JobReason.values()));
        assertThat(firstColumn("Which outcomes there are")).isEqualTo(wire(DeviceJob.Status.values()));
    }

    private static List<String> wire(WireName[] constants) {
        return Arrays.stream(constants).map(WireName::wire).toList();
    }
}
