package io.downlink.contracts.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the names that stand twice in one object. */
final class DuplicateNames {
    private final JsonParser parser;
    private final List<String> found = new ArrayList<>();

    private DuplicateNames(JsonParser parser) {
        this.parser = parser;
    }

    /** @param utf8 known to be one JSON value */
    static List<String> in(JsonMapper mapper, byte[] utf8) throws JsonProcessingException {
        try (JsonParser parser = mapper.createParser(utf8)) {
            DuplicateNames names = new DuplicateNames(parser);
            parser.nextToken();
            names.visitValue("");
            return names.found;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void visitValue(String path) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            visitObject(path);
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                visitValue(path + "[" + i + "]");
            }
        }
    }

    private void visitObject(String path) throws IOException {
        Set<String> names = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String member = path.isEmpty() ? name : path + "." + name;
            if (!names.add(name)) {
                found.add(member);
            }
            parser.nextToken();
            visitValue(member);
        }
    }
}
