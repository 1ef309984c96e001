package io.downlink.emulator.query;

/**
 * One word, text, number or symbol.
 *
 * @param text a word, number or symbol as it was written; a text without its quotes and escapes
 * @param column where it starts, counted from 1
 */
record Token(Kind kind, String text, int column) {
    enum Kind {
        WORD,
        TEXT,
        NUMBER,
        SYMBOL,
        END
    }

    /** Whether this is a keyword, which may be written in any case. */
    boolean isWord(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    @Override
    public String toString() {
        return kind == Kind.END ? "the end of the text" : "'" + text + "'";
    }
}
