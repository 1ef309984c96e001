package io.downlink.emulator.query;

import io.downlink.emulator.query.Token.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The place in a text up to which a parser has read. */
final class Tokens {
    private final List<Token> tokens;
    private int next;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    /** Takes the next token, whatever it is; the end stays. */
    Token take() {
        Token taken = peek();
        if (taken.kind() != Kind.END) {
            next++;
        }
        return taken;
    }

    boolean takeWord(String keyword) {
        return peek().isWord(keyword) && taken();
    }

    boolean takeSymbol(String symbol) {
        return peek().isSymbol(symbol) && taken();
    }

    /** Takes the next token if it is of this kind. */
    @Nullable
    Token take(Kind kind) {
        return peek().kind() == kind ? take() : null;
    }

    void expectWord(String keyword) {
        if (!takeWord(keyword)) {
            throw expected(keyword);
        }
    }

    void expectSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    void expectEnd(String orElse) {
        if (peek().kind() != Kind.END) {
            throw expected(orElse + " or the end of the text");
        }
    }

    QuerySyntaxException expected(String what) {
        return new QuerySyntaxException(peek().column(), "expected " + what + ", found " + peek());
    }

    private boolean taken() {
        next++;
        return true;
    }
}
