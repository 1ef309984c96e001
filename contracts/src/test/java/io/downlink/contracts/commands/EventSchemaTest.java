package io.downlink.contracts.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.JsonSchemas;
import io.downlink.contracts.JsonTexts;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSchemaTest {
    private static final JsonNode ABOUT = JsonSchemas.tree(JsonSchemas.EVENT);

    static Stream<CommandEvent> events() {
        return Events.all();
    }

    static Set<String> kinds() {
        return Events.all().map(CommandEvent::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Test
    void shouldHaveASampleOfEveryEvent() {
        assertThat(Events.all().<Class<?>>map(Object::getClass)).contains(CommandEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldAcceptWhatTheWriterWrites(CommandEvent event) {
        assertThat(JsonSchemas.errors(JsonSchemas.ofEvent(event.name()), EventJson.of(event)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldAcceptNoOtherEventThanItsOwn(String kind) {
        assertThat(Events.all().filter(event -> !event.name().equals(kind)))
                .allSatisfy(event -> assertThat(JsonSchemas.errors(JsonSchemas.ofEvent(kind), EventJson.of(event)))
                        .isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldDescribeExactlyTheFieldsThatAreWritten(String kind) {
        // given
        JsonNode own = JsonSchemas.tree(JsonSchemas.ofEvent(kind));
        // then
        assertThat(written(kind).stream().flatMap(Set::stream).collect(Collectors.toSet()))
                .isEqualTo(union(names(ABOUT.path("properties")), names(own.path("properties"))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldRequireExactlyTheFieldsThatAreAlwaysWritten(String kind) {
        // given
        JsonNode own = JsonSchemas.tree(JsonSchemas.ofEvent(kind));
        Set<String> always = written(kind).stream()
                .reduce((a, b) -> a.stream().filter(b::contains).collect(Collectors.toSet()))
                .orElseThrow();
        // then
        assertThat(always)
                .containsExactlyInAnyOrderElementsOf(union(texts(ABOUT.path("required")), texts(own.path("required"))));
    }

    @Test
    void shouldKnowEveryReasonAndType() {
        assertThat(texts(ABOUT.at("/$defs/reason/enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::wire).toList());
        assertThat(texts(ABOUT.at("/properties/type/enum")))
                .containsExactlyElementsOf(Arrays.stream(CommandType.values())
                        .map(CommandType::wire)
                        .toList());
    }

    @Test
    void shouldLetLaterVersionsAdd() {
        // given
        String later = JsonTexts.with(EventJson.of(new CommandEvent.Cancelled(Events.SPARE)), "added", "1");
        // then
        assertThat(JsonSchemas.errors(JsonSchemas.ofEvent("cancelled"), later)).isEmpty();
    }

    private static List<Set<String>> written(String kind) {
        return Events.all()
                .filter(event -> event.name().equals(kind))
                .map(event -> names(JsonTexts.tree(EventJson.of(event))))
                .toList();
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        return Stream.concat(a.stream(), b.stream()).collect(Collectors.toSet());
    }
}
