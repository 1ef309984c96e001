package io.downlink.emulator.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.downlink.emulator.hub.Authentication;
import io.downlink.emulator.hub.Change;
import io.downlink.emulator.jobs.JobAction;
import java.io.IOException;

/** Changes as JSON. What a reader does not know it leaves out, so that a later version may add to what is here. */
final class ChangeCodec {
    private final ObjectWriter writer;
    private final ObjectReader reader;

    ChangeCodec() {
        ObjectMapper json = JsonMapper.builder()
                .addModules(new JavaTimeModule(), new IdModule())
                .addMixIn(Change.class, Named.class)
                .addMixIn(Authentication.class, Named.class)
                .addMixIn(JobAction.class, Named.class)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        json.registerSubtypes(Kinds.ALL.toArray(NamedType[]::new));
        this.writer = json.writerFor(Change.class);
        this.reader = json.readerFor(Change.class);
    }

    byte[] encode(Change change) {
        try {
            return writer.writeValueAsBytes(change);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a change cannot be written as JSON: " + change.getClass(), e);
        }
    }

    /**
     * Reads a change.
     *
     * @throws IOException if it is none that this version knows
     */
    Change decode(byte[] json) throws IOException {
        return reader.readValue(json);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface Named {}
}
