package io.downlink.contracts.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.Documentation;
import io.downlink.contracts.Documentation.Example;
import io.downlink.contracts.EventSchema;
import io.downlink.contracts.JsonSchemas;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documentation says what the code does. */
class FeedbackDocumentationTest {

    @Test
    void shouldShowExamplesThatWork() throws IOException {
        // given
        List<String> kinds = Documentation.firstColumn("Which feedback there is");
        // when
        List<Example> examples = Documentation.examples()
                .filter(example -> kinds.contains(example.json().path("event").asText()))
                .filter(example -> example.json().has("hub") && !example.json().has("final"))
                .toList();
        // then
        assertThat(examples).hasSizeGreaterThan(1).allSatisfy(example -> {
            assertThat(FeedbackReader.read(example.utf8())).isPresent();
            assertThat(JsonSchemas.errors(JsonSchemas.FEEDBACK, example.json().toString()))
                    .isEmpty();
        });
    }

    @Test
    void shouldNameTheFields() throws IOException {
        assertThat(Documentation.firstColumn("Fields of feedback"))
                .containsExactlyInAnyOrderElementsOf(new EventSchema(JsonSchemas.FEEDBACK, "delivered").properties());
    }

    @Test
    void shouldNameEveryKind() throws IOException {
        assertThat(Documentation.firstColumn("Which feedback there is"))
                .isEqualTo(Reports.all().map(Feedback::name).distinct().toList());
    }
}
