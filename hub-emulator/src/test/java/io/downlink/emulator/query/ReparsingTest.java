package io.downlink.emulator.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written down is read as it was meant; what is random is read or refused, and nothing else. */
class ReparsingTest {
    @Property
    void shouldReadAnExpressionAsItWasWritten(@ForAll("expressions") Expression expression) {
        Tokens tokens = new Tokens(Tokenizer.tokens(ExpressionText.of(expression)));

        assertThat(new ExpressionParser(tokens).expression()).isEqualTo(expression);
        tokens.expectEnd("nothing");
    }

    @Property
    void shouldReadOrRefuseAnyText(@ForAll("texts") String text) {
        try {
            Condition.parse(text).holds(new JsonDocument("d", Json.object("{\"a\":1}")));
        } catch (QuerySyntaxException refused) {
            assertThat(refused.column()).isBetween(1, text.length() + 1);
        }
    }

    @Provide
    Arbitrary<Expression> expressions() {
        return nested(3);
    }

    private Arbitrary<Expression> nested(int levels) {
        if (levels == 0) {
            return leaves();
        }
        Arbitrary<Expression> inner = nested(levels - 1);
        return Arbitraries.oneOf(
                leaves(),
                chains(inner, ArithmeticOperator.PLUS, ArithmeticOperator.MINUS),
                chains(inner, ArithmeticOperator.TIMES, ArithmeticOperator.DIVIDED_BY, ArithmeticOperator.MODULO),
                Combinators.combine(inner, Arbitraries.of(ComparisonOperator.class), inner)
                        .as(Expression.Comparison::new),
                Combinators.combine(
                                inner,
                                Arbitraries.of(true, false),
                                literals().list().ofMinSize(1).ofMaxSize(3))
                        .as(Expression.Membership::new),
                inner.map(Expression.Not::new),
                inner.list().ofMinSize(2).ofMaxSize(3).map(Expression.And::new),
                inner.list().ofMinSize(2).ofMaxSize(3).map(Expression.Or::new));
    }

    /** What binds equally strongly stands in one chain. */
    private static Arbitrary<Expression> chains(Arbitrary<Expression> inner, ArithmeticOperator... operators) {
        Arbitrary<Expression.Arithmetic.Step> steps =
                Combinators.combine(Arbitraries.of(operators), inner).as(Expression.Arithmetic.Step::new);
        return Combinators.combine(inner, steps.list().ofMinSize(1).ofMaxSize(3))
                .as(Expression.Arithmetic::new);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        ".",
                        " ",
                        "AND",
                        "OR ",
                        "NOT ",
                        "IN",
                        "[",
                        "]",
                        "(",
                        ")",
                        ",",
                        "=",
                        "<",
                        ">",
                        "!",
                        "-",
                        "+",
                        "*",
                        "/",
                        "%",
                        "'",
                        "\"",
                        "\\",
                        "u0041",
                        "1",
                        "0x",
                        "e",
                        "IS_DEFINED",
                        "null",
                        "$",
                        "é")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    private Arbitrary<Expression> leaves() {
        return Arbitraries.oneOf(
                literals().map(literal -> literal), paths().map(path -> path), paths().map(Expression.IsDefined::new));
    }

    private Arbitrary<Expression.Literal> literals() {
        Arbitrary<JsonNode> values = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8).map(TextNode::valueOf),
                Arbitraries.bigDecimals().map(DecimalNode::valueOf),
                Arbitraries.of(BooleanNode.TRUE, BooleanNode.FALSE, NullNode.getInstance(), Values.UNDEFINED));
        return values.map(Expression.Literal::new);
    }

    private Arbitrary<Expression.Path> paths() {
        Arbitrary<String> first = Arbitraries.of("deviceId", "tags", "properties", "$x", "_y");
        Arbitrary<List<String>> others = Arbitraries.of("a-b", "3x", "from", "and", "$version", "Ä")
                .list()
                .ofMaxSize(3);
        return Combinators.combine(first, others).as((head, tail) -> {
            List<String> segments = new ArrayList<>(List.of(head));
            segments.addAll(tail);
            return new Expression.Path(segments);
        });
    }
}
