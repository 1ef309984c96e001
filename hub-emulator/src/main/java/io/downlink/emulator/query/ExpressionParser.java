package io.downlink.emulator.query;

import static io.downlink.emulator.query.ArithmeticOperator.DIVIDED_BY;
import static io.downlink.emulator.query.ArithmeticOperator.MINUS;
import static io.downlink.emulator.query.ArithmeticOperator.MODULO;
import static io.downlink.emulator.query.ArithmeticOperator.PLUS;
import static io.downlink.emulator.query.ArithmeticOperator.TIMES;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.downlink.emulator.query.Expression.Arithmetic;
import io.downlink.emulator.query.Expression.Comparison;
import io.downlink.emulator.query.Expression.Literal;
import io.downlink.emulator.query.Expression.Membership;
import io.downlink.emulator.query.Expression.Path;
import io.downlink.emulator.query.Token.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions by recursive descent, one method for each level of binding: OR, AND, NOT, comparison, addition,
 * multiplication, sign, and what stands in no need of binding.
 */
final class ExpressionParser {
    /** Nobody writes more, and without a bound a text of brackets would exhaust the stack. */
    private static final int DEPTH_MAX = 64;

    private static final Pattern ZERO = Pattern.compile("[0.]+([eE].+)?");

    private static final Set<String> RESERVED =
            Set.of("SELECT", "TOP", "AS", "FROM", "WHERE", "GROUP", "BY", "AND", "OR", "NOT", "IN", "NIN");

    private final Tokens tokens;
    private int depth;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    Expression expression() {
        return deeper(
                () -> junction("OR", () -> junction("AND", this::negation, Expression.And::new), Expression.Or::new));
    }

    Path path() {
        Token first = tokens.peek();
        if (first.kind() != Kind.WORD || isReserved(first)) {
            throw tokens.expected("the name of a property");
        }
        List<String> segments = new ArrayList<>();
        segments.add(tokens.take().text());
        while (tokens.takeSymbol(".")) {
            Token segment = tokens.take(Kind.WORD);
            if (segment == null) {
                throw tokens.expected("the name of a property");
            }
            segments.add(segment.text());
        }
        return new Path(segments);
    }

    private Expression junction(
            String keyword, Supplier<Expression> operand, Function<List<Expression>, Expression> combined) {
        Expression first = operand.get();
        if (!tokens.peek().isWord(keyword)) {
            return first;
        }
        List<Expression> operands = new ArrayList<>(List.of(first));
        while (tokens.takeWord(keyword)) {
            operands.add(operand.get());
        }
        return combined.apply(operands);
    }

    private Expression negation() {
        return tokens.takeWord("NOT") ? deeper(() -> new Expression.Not(negation())) : comparison();
    }

    private Expression comparison() {
        Expression left = sum();
        if (tokens.takeWord("IN")) {
            return new Membership(left, true, list());
        }
        if (tokens.takeWord("NIN")) {
            return new Membership(left, false, list());
        }
        ComparisonOperator operator = comparisonOperator();
        return operator == null ? left : new Comparison(left, operator, sum());
    }

    private @Nullable ComparisonOperator comparisonOperator() {
        for (ComparisonOperator operator : ComparisonOperator.values()) {
            if (tokens.takeSymbol(operator.symbol())) {
                return operator;
            }
        }
        return tokens.takeSymbol("<>") ? ComparisonOperator.NOT_EQUAL : null;
    }

    private List<Literal> list() {
        tokens.expectSymbol("[");
        List<Literal> items = new ArrayList<>();
        do {
            if (!(sign() instanceof Literal item)) {
                throw tokens.expected("only texts, numbers, true, false, null or undefined in the list before this");
            }
            items.add(item);
        } while (tokens.takeSymbol(","));
        tokens.expectSymbol("]");
        return items;
    }

    private Expression sum() {
        return chain(this::product, PLUS, MINUS);
    }

    private Expression product() {
        return chain(this::sign, TIMES, DIVIDED_BY, MODULO);
    }

    private Expression chain(Supplier<Expression> operand, ArithmeticOperator... operators) {
        Expression first = operand.get();
        List<Arithmetic.Step> steps = new ArrayList<>();
        for (ArithmeticOperator next = oneOf(operators); next != null; next = oneOf(operators)) {
            steps.add(new Arithmetic.Step(next, operand.get()));
        }
        return steps.isEmpty() ? first : new Arithmetic(first, steps);
    }

    private @Nullable ArithmeticOperator oneOf(ArithmeticOperator... operators) {
        for (ArithmeticOperator operator : operators) {
            if (tokens.takeSymbol(operator.symbol())) {
                return operator;
            }
        }
        return null;
    }

    private Expression sign() {
        if (!tokens.takeSymbol("-")) {
            return primary();
        }
        Expression operand = deeper(this::sign);
        return operand instanceof Literal number && number.value().isNumber()
                ? number(number.value().decimalValue().negate())
                : new Arithmetic(number(BigDecimal.ZERO), List.of(new Arithmetic.Step(MINUS, operand)));
    }

    private Expression primary() {
        Token next = tokens.peek();
        return switch (next.kind()) {
            case TEXT -> new Literal(TextNode.valueOf(tokens.take().text()));
            case NUMBER -> number(tokens.take());
            case WORD -> word(next);
            case SYMBOL, END -> {
                if (!tokens.takeSymbol("(")) {
                    throw tokens.expected("a value or the name of a property");
                }
                Expression inner = expression();
                tokens.expectSymbol(")");
                yield inner;
            }
        };
    }

    private Expression word(Token word) {
        if (tokens.peekSecond().isSymbol("(")) {
            return function(word);
        }
        Literal literal = switch (word.text().toLowerCase(Locale.ROOT)) {
            case "true" -> new Literal(BooleanNode.TRUE);
            case "false" -> new Literal(BooleanNode.FALSE);
            case "null" -> new Literal(NullNode.getInstance());
            case "undefined" -> new Literal(Values.UNDEFINED);
            default -> null;
        };
        if (literal != null) {
            tokens.take();
            return literal;
        }
        return path();
    }

    private Expression function(Token name) {
        if (!name.isWord("IS_DEFINED")) {
            throw tokens.expected("IS_DEFINED, the only function of conditions");
        }
        tokens.take();
        tokens.expectSymbol("(");
        Path path = path();
        tokens.expectSymbol(")");
        return new Expression.IsDefined(path);
    }

    private static Literal number(Token token) {
        String text = token.text();
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        if (hexadecimal) {
            return number(new BigDecimal(new BigInteger(text.substring(2), 16)));
        }
        if (ZERO.matcher(text).matches()) {
            return number(BigDecimal.ZERO);
        }
        double rounded = Double.parseDouble(text);
        if (Double.isInfinite(rounded) || rounded == 0) { // exact arithmetic with such numbers would take for ever
            throw new QuerySyntaxException(token.column(), "expected a number within the range of a double");
        }
        return number(new BigDecimal(text));
    }

    private static Literal number(BigDecimal value) {
        return new Literal(DecimalNode.valueOf(value));
    }

    private static boolean isReserved(Token word) {
        return RESERVED.contains(word.text().toUpperCase(Locale.ROOT));
    }

    private <T> T deeper(Supplier<T> inner) {
        if (++depth > DEPTH_MAX) {
            throw new QuerySyntaxException(tokens.peek().column(), "expected at most " + DEPTH_MAX + " levels");
        }
        T result = inner.get();
        depth--;
        return result;
    }
}
