package io.downlink.simulator.record;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The bytes of a message, in a form that a line of text can hold and that gives them back exactly. */
public sealed interface Body {

    /** Bytes that are UTF-8. */
    record Text(String text) implements Body {}

    /** Any other bytes. */
    record Binary(String base64) implements Body {}

    static Body of(byte[] bytes) {
        try {
            // A decoder of its own reports what is no UTF-8; a String's constructor would replace it.
            return new Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return new Binary(Base64.getEncoder().encodeToString(bytes));
        }
    }
}
