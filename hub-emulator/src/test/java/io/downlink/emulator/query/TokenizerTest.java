package io.downlink.emulator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.query.Token.Kind;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.b-c              | WORD:a SYMBOL:. WORD:b-c",
                "a - b              | WORD:a SYMBOL:- WORD:b",
                "$version _x        | WORD:$version WORD:_x",
                "tags.3a            | WORD:tags SYMBOL:. WORD:3a",
                "x<=1<>2!=3>=4      | WORD:x SYMBOL:<= NUMBER:1 SYMBOL:<> NUMBER:2 SYMBOL:!= NUMBER:3 SYMBOL:>= NUMBER:4",
                "x = 1              | WORD:x SYMBOL:= NUMBER:1",
                "1.5 0xFf 2e10 3E-2 | NUMBER:1.5 NUMBER:0xFf NUMBER:2e10 NUMBER:3E-2",
                "1.a                | NUMBER:1 SYMBOL:. WORD:a",
                "'it' \"it\"        | TEXT:it TEXT:it",
                "'a\\'b\\\"c\\\\d'  | TEXT:a'b\"c\\d",
                "'\\u00e9\\u0041'   | TEXT:éA",
                "['a',1]            | SYMBOL:[ TEXT:a SYMBOL:, NUMBER:1 SYMBOL:]",
            })
    void shouldCutATextIntoTokens(String text, String tokens) {
        List<Token> found = Tokenizer.tokens(text);

        assertThat(found.getLast().kind()).isEqualTo(Kind.END);
        assertThat(found.stream()
                        .filter(token -> token.kind() != Kind.END)
                        .map(token -> token.kind() + ":" + token.text())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(tokens);
    }

    @Test
    void shouldKnowWhereTokensStart() {
        assertThat(Tokenizer.tokens("ab = 'c'"))
                .containsExactly(
                        new Token(Kind.WORD, "ab", 1),
                        new Token(Kind.SYMBOL, "=", 4),
                        new Token(Kind.TEXT, "c", 6),
                        new Token(Kind.END, "", 9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a = 'b       | 5 | has no end",
                "a = 'b\\'    | 5 | has no end",
                "a = 'b\\n'   | 8 | \\u with four digits",
                "a = '\\u12g4'| 10 | four hexadecimal digits",
                "a = 0xg      | 7 | hexadecimal digit",
                "a = 1e+      | 8 | digit of the exponent",
                "a ! b        | 3 | unexpected character '!'",
                "a ; b        | 3 | unexpected character ';'",
            })
    void shouldSayWhereATextStopsMakingSense(String text, int column, String message) {
        assertThatThrownBy(() -> Tokenizer.tokens(text))
                .isInstanceOfSatisfying(
                        QuerySyntaxException.class,
                        failure -> assertThat(failure.column()).isEqualTo(column))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'", "\"\\", "0x", "9e", ".", "=", "\\u", "\0"})
    void shouldEndOrRefuseWhateverItIsGiven(String text) {
        try {
            assertThat(Tokenizer.tokens(text)).isNotEmpty();
        } catch (QuerySyntaxException refused) {
            assertThat(refused.column()).isPositive();
        }
    }
}
