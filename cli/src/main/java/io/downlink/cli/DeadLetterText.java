package io.downlink.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A dead letter for a person. */
final class DeadLetterText {
    private static final int BYTES_A_LINE = 16;

    private DeadLetterText() {}

    /** In one line. */
    static String line(DeadLetter letter, Instant now) {
        return RecordText.oneLine("%s  %s  from %s  key %s%s  %s"
                .formatted(
                        letter.place(),
                        letter.time(),
                        letter.originPlace(),
                        text(letter.record().key()),
                        letter.deadline()
                                        .filter(deadline -> !deadline.isAfter(now))
                                        .isPresent()
                                ? "  expired"
                                : "",
                        letter.problem()));
    }

    /** All of it. */
    static List<String> lines(DeadLetter letter, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add("place     " + letter.place());
        lines.add("time      " + letter.time());
        lines.add("from      " + RecordText.oneLine(letter.originPlace()));
        lines.add("problem   " + RecordText.oneLine(letter.problem()));
        lines.add("key       " + RecordText.oneLine(text(letter.record().key())));
        letter.deadline()
                .ifPresent(deadline -> lines.add((deadline.isAfter(now) ? "until     " : "expired   ") + deadline));
        for (Header header : letter.headers()) {
            lines.add(RecordText.oneLine("header    " + header.key() + ": " + text(header.value())));
        }
        lines.add("body");
        lines.addAll(body(letter.record().value()));
        return lines;
    }

    private static List<String> body(byte @Nullable [] value) {
        if (value == null) {
            return List.of("  none");
        }
        return readable(value)
                .map(text -> text.lines().map(line -> "  " + line).toList())
                .orElseGet(() -> hex(value));
    }

    private static List<String> hex(byte[] value) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < value.length; at += BYTES_A_LINE) {
            int end = Math.min(value.length, at + BYTES_A_LINE);
            lines.add("  %06x  %s".formatted(at, HexFormat.ofDelimiter(" ").formatHex(value, at, end)));
        }
        return lines;
    }

    private static String text(byte @Nullable [] value) {
        return value == null
                ? "none"
                : readable(value).orElseGet(() -> "0x" + HexFormat.of().formatHex(value));
    }

    /** Empty where it is no UTF-8, or would do something to a terminal. */
    private static Optional<String> readable(byte[] value) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return text.chars().allMatch(c -> !Character.isISOControl(c) || c == '\n' || c == '\r' || c == '\t')
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
