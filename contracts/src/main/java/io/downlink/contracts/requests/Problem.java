package io.downlink.contracts.requests;

import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectReader.MissingMemberException;
import io.downlink.contracts.json.JsonObjectWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with one field of a request: the field's path, its value as written (shortened), and the remedy. */
public record Problem(String field, @Nullable String value, String message) {

    /** Writes the member {@code problems} of an event. */
    public static void write(List<Problem> problems, JsonObjectWriter event) throws IOException {
        event.objects("problems", problems, (object, problem) -> {
            object.text("field", problem.field());
            object.text("value", problem.value());
            object.text("message", problem.message());
        });
    }

    /** Reads the member {@code problems} of an event. */
    public static List<Problem> read(JsonObjectReader event) throws MissingMemberException {
        List<Problem> problems = new ArrayList<>();
        for (JsonObjectReader problem : event.objects("problems")) {
            problems.add(new Problem(problem.text("field"), problem.textOrNull("value"), problem.text("message")));
        }
        return problems;
    }
}
