package io.downlink.emulator.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer goes on. Clients give it back as they got it.
 *
 * @param question tells the question it belongs to from others
 * @param delivered rows before this place
 * @param after the key of the last of them; null: none, or it has no key
 */
record Continuation(int question, int delivered, @Nullable String after) {
    private static final String SEPARATOR = ":";

    static Continuation start(String question) {
        return new Continuation(question.hashCode(), 0, null);
    }

    static Continuation parse(String text, String question) {
        String[] parts = decoded(text).split(SEPARATOR, 3);
        if (parts.length != 3 || !parts[0].equals(Integer.toString(question.hashCode()))) {
            throw unknown();
        }
        try {
            return new Continuation(
                    question.hashCode(), Integer.parseUnsignedInt(parts[1]), parts[2].isEmpty() ? null : parts[2]);
        } catch (NumberFormatException notANumber) {
            throw unknown();
        }
    }

    Continuation next(int rows, String lastKey) {
        return new Continuation(question, delivered + rows, lastKey);
    }

    @Override
    public String toString() {
        String text = question + SEPARATOR + delivered + SEPARATOR + (after == null ? "" : after);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw unknown();
        }
    }

    private static IllegalArgumentException unknown() {
        return new IllegalArgumentException("the continuation is not one of this question's");
    }
}
