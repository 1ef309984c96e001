package io.downlink.contracts.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads and writes JSON trees without changing what they say: integers of any size, decimals with all their digits and
 * trailing zeros. One mapper for the whole process; everything here may be called from any thread.
 */
public final class ExactJson {
    /** Jackson keeps its buffers for each thread by default: a virtual thread would make new ones, of 20 KB, for each command. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final ObjectReader LENIENT = MAPPER.reader();
    private static final ObjectReader STRICT = LENIENT.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private ExactJson() {}

    /**
     * A JSON document, and the names that stand twice in one of its objects.
     *
     * @param tree where a name stands twice, the last value
     * @param duplicates the paths of such names ({@code method.name}, {@code message.properties.k}); mostly none
     */
    public record Document(JsonNode tree, List<String> duplicates) {
        public Document {
            duplicates = List.copyOf(duplicates);
        }
    }

    /**
     * Reads exactly one JSON value.
     *
     * @throws JsonProcessingException if the bytes are anything else, with one line that says what and where
     */
    public static Document read(byte[] utf8) throws JsonProcessingException {
        try {
            return new Document(tree(STRICT, utf8), List.of());
        } catch (MismatchedInputException e) {
            // Rare, so it may cost a second reading: a name stands twice, or something follows the value.
            return new Document(tree(LENIENT, utf8), DuplicateNames.in(MAPPER, utf8));
        }
    }

    private static JsonNode tree(ObjectReader reader, byte[] utf8) throws JsonProcessingException {
        try {
            return reader.readTree(utf8);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableJsonException("it is no text in UTF-8", e);
        } catch (NumberFormatException e) {
            // The grammar allows exponents of any length, BigDecimal does not.
            throw new UnreadableJsonException("a number's exponent is too long", e);
        }
    }

    /** The value as JSON text, on one line, without spaces. */
    public static String text(JsonNode value) {
        return write(generator -> generator.writeTree(value));
    }

    /** How many bytes the value has as JSON text in UTF-8. */
    public static int utf8Length(JsonNode value) {
        return text(value).getBytes(StandardCharsets.UTF_8).length;
    }

    /** What {@code content} writes, as JSON text. */
    public static String write(Content content) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator generator = MAPPER.createGenerator(text)) {
            content.writeTo(generator);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface Content {
        void writeTo(JsonGenerator generator) throws IOException;
    }

    private static final class UnreadableJsonException extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        UnreadableJsonException(String message, Exception cause) {
            super(message, cause);
        }
    }
}
