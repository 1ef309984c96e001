package io.downlink.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.downlink.contracts.json.ExactJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The JSON Schemas that this module delivers, and what they say about a text. */
public final class JsonSchemas {
    public static final String FOLDER = "/io/downlink/contracts/schemas/";
    public static final String REQUEST = "command-request.schema.json";
    public static final String EVENT = "command-event.schema.json";
    public static final String FEEDBACK = "feedback.schema.json";
    public static final String JOB_REQUEST = "job-request.schema.json";
    public static final String JOB_EVENT = "job-event.schema.json";
    public static final String DEVICE_JOB = "device-job.schema.json";

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private JsonSchemas() {}

    /** The file of an event's schema. */
    public static String ofEvent(String event) {
        return "command-" + event + ".schema.json";
    }

    /** What the schema has against the JSON text; nothing where the text is valid. */
    public static List<String> errors(String schema, String json) {
        JsonSchema compiled = FACTORY.getSchema(SchemaLocation.of("classpath:" + FOLDER.substring(1) + schema));
        return compiled.validate(json, InputFormat.JSON).stream()
                .map(ValidationMessage::toString)
                .toList();
    }

    /** The schema's own text. */
    public static JsonNode tree(String schema) {
        try (InputStream resource = JsonSchemas.class.getResourceAsStream(FOLDER + schema)) {
            return ExactJson.read(Objects.requireNonNull(resource, schema).readAllBytes())
                    .tree();
        } catch (IOException e) {
            throw new UncheckedIOException(schema, e);
        }
    }
}
