package io.downlink.emulator.query;

import io.downlink.emulator.query.Expression.And;
import io.downlink.emulator.query.Expression.Arithmetic;
import io.downlink.emulator.query.Expression.Comparison;
import io.downlink.emulator.query.Expression.IsDefined;
import io.downlink.emulator.query.Expression.Literal;
import io.downlink.emulator.query.Expression.Membership;
import io.downlink.emulator.query.Expression.Not;
import io.downlink.emulator.query.Expression.Or;
import io.downlink.emulator.query.Expression.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes expressions down, with brackets around everything that could need them. */
final class ExpressionText {
    private ExpressionText() {}

    static String of(Expression expression) {
        return switch (expression) {
            case Literal(var value) when value.isMissingNode() -> "undefined";
            case Literal(var value) when value.isTextual() -> quoted(value.textValue());
            case Literal(var value)
            when value.isNumber() -> value.decimalValue().toPlainString();
            case Literal(var value) -> value.toString();
            case Path(var segments) -> String.join(".", segments);
            case Arithmetic(var first, var steps) ->
                inner(first)
                        + steps.stream()
                                .map(step -> " " + step.operator().symbol() + " " + inner(step.operand()))
                                .collect(Collectors.joining());
            case Comparison(var left, var operator, var right) ->
                inner(left) + " " + operator.symbol() + " " + inner(right);
            case Membership(var value, var wanted, var list) ->
                inner(value) + (wanted ? " IN [" : " NIN [") + joined(list, ", ") + "]";
            case IsDefined(var path) -> "IS_DEFINED(" + of(path) + ")";
            case Not(var operand) -> "NOT " + inner(operand);
            case And(var operands) -> joined(operands, " AND ");
            case Or(var operands) -> joined(operands, " OR ");
        };
    }

    private static String joined(List<? extends Expression> expressions, String separator) {
        return expressions.stream().map(ExpressionText::inner).collect(Collectors.joining(separator));
    }

    private static String inner(Expression expression) {
        return expression instanceof Literal || expression instanceof Path
                ? of(expression)
                : "(" + of(expression) + ")";
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(next -> switch (next) {
                    case '\'', '"', '\\' -> "\\" + (char) next;
                    default -> next < ' ' ? "\\u%04x".formatted(next) : String.valueOf((char) next);
                })
                .collect(Collectors.joining("", "'", "'"));
    }
}
