package io.downlink.emulator.query;

import io.downlink.emulator.query.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a text into tokens, the last of which is {@link Kind#END}. */
final class Tokenizer {
    private static final Set<String> SYMBOLS_OF_TWO = Set.of("!=", "<>", "<=", ">=");
    private static final String SYMBOLS = "()[],.*+-/%=<>";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokenizer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        return new Tokenizer(text).run();
    }

    private List<Token> run() {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (Character.isWhitespace(next)) {
                at++;
            } else if (next == '\'' || next == '"') {
                quotedText(next);
            } else if (startsWord(next)) {
                take(Kind.WORD, endOf(Tokenizer::continuesWord));
            } else if (isDigit(next)) {
                take(Kind.NUMBER, endOfNumber());
            } else {
                take(Kind.SYMBOL, at + symbolLength());
            }
        }
        tokens.add(new Token(Kind.END, "", text.length() + 1));
        return tokens;
    }

    private void take(Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), at + 1));
        at = end;
    }

    /** After a dot a name may begin with a digit: keys of a twin may. */
    private boolean startsWord(char next) {
        boolean afterDot = !tokens.isEmpty() && tokens.getLast().isSymbol(".");
        return Character.isLetter(next) || next == '_' || next == '$' || (afterDot && isDigit(next));
    }

    private static boolean continuesWord(char next) {
        return Character.isLetterOrDigit(next) || next == '_' || next == '$' || next == '-';
    }

    private int endOfNumber() {
        if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
            int start = at;
            at += 2;
            int end = endOf(next -> Character.digit(next, 16) >= 0);
            at = start;
            if (end == start + 2) {
                throw new QuerySyntaxException(start + 3, "expected a hexadecimal digit");
            }
            return end;
        }
        int start = at;
        at = endOf(Tokenizer::isDigit);
        if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
            at++;
            at = endOf(Tokenizer::isDigit);
        }
        int end = endOfExponent();
        at = start;
        return end;
    }

    private int endOfExponent() {
        if (at == text.length() || Character.toLowerCase(text.charAt(at)) != 'e') {
            return at;
        }
        int digits = at + 1;
        if (digits < text.length() && "+-".indexOf(text.charAt(digits)) >= 0) {
            digits++;
        }
        if (digits == text.length() || !isDigit(text.charAt(digits))) {
            throw new QuerySyntaxException(digits + 1, "expected a digit of the exponent");
        }
        at = digits;
        return endOf(Tokenizer::isDigit);
    }

    private int symbolLength() {
        if (at + 1 < text.length() && SYMBOLS_OF_TWO.contains(text.substring(at, at + 2))) {
            return 2;
        }
        if (SYMBOLS.indexOf(text.charAt(at)) >= 0) {
            return 1;
        }
        throw new QuerySyntaxException(at + 1, "unexpected character '" + text.charAt(at) + "'");
    }

    private void quotedText(char quote) {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char next = text.charAt(at++);
            content.append(next == '\\' ? escaped() : next);
        }
        if (at == text.length()) {
            throw new QuerySyntaxException(start + 1, "the text that starts here has no end");
        }
        at++;
        tokens.add(new Token(Kind.TEXT, content.toString(), start + 1));
    }

    private char escaped() {
        char next = at < text.length() ? text.charAt(at++) : ' ';
        return switch (next) {
            case '\'', '"', '\\' -> next;
            case 'u' -> fourHexDigits();
            default -> throw new QuerySyntaxException(at, "expected \\', \\\", \\\\ or \\u with four digits");
        };
    }

    private char fourHexDigits() {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw new QuerySyntaxException(at + 1, "expected four hexadecimal digits");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private int endOf(CharacterTest continues) {
        int end = at;
        while (end < text.length() && continues.test(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char next) {
        return next >= '0' && next <= '9';
    }

    private interface CharacterTest {
        boolean test(char next);
    }
}
