package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.downlink.emulator.query.Expression.And;
import io.downlink.emulator.query.Expression.Arithmetic;
import io.downlink.emulator.query.Expression.Comparison;
import io.downlink.emulator.query.Expression.IsDefined;
import io.downlink.emulator.query.Expression.Literal;
import io.downlink.emulator.query.Expression.Membership;
import io.downlink.emulator.query.Expression.Not;
import io.downlink.emulator.query.Expression.Or;
import io.downlink.emulator.query.Expression.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes formulas of expressions, so that what does not depend on a document is done once for a million of them. Logic has
 * three values: true, false and undefined.
 */
record Compiler(Source source) {
    /** The formula of a condition; null: none, so it always holds. */
    Formula condition(@Nullable Expression condition) {
        return condition == null ? Formula.ALWAYS : formula(condition);
    }

    Formula formula(Expression expression) {
        return switch (expression) {
            case Literal(JsonNode value) -> _ -> value;
            case Path path -> property(path);
            case Arithmetic(Expression first, List<Arithmetic.Step> steps) -> chain(first, steps);
            case Comparison(Expression left, ComparisonOperator operator, Expression right) ->
                comparison(formula(left), operator, formula(right));
            case Membership(Expression value, boolean wanted, List<Literal> list) ->
                membership(formula(value), wanted, list);
            case IsDefined(Path path) -> {
                Formula property = property(path);
                yield document -> BooleanNode.valueOf(!property.of(document).isMissingNode());
            }
            case Not(Expression operand) -> {
                Formula negated = formula(operand);
                yield document -> not(negated.of(document));
            }
            case And(List<Expression> operands) -> junction(operands, BooleanNode.FALSE);
            case Or(List<Expression> operands) -> junction(operands, BooleanNode.TRUE);
        };
    }

    private Formula property(Path path) {
        List<String> segments = source.own(path).segments();
        return document -> document.value(segments);
    }

    private Formula chain(Expression first, List<Arithmetic.Step> steps) {
        record Step(ArithmeticOperator operator, Formula operand) {}
        Formula start = formula(first);
        List<Step> rest = steps.stream()
                .map(step -> new Step(step.operator(), formula(step.operand())))
                .toList();
        return document -> {
            JsonNode result = start.of(document);
            for (Step step : rest) {
                result =
                        Values.calculate(result, step.operator(), step.operand().of(document));
            }
            return result;
        };
    }

    private static Formula comparison(Formula left, ComparisonOperator operator, Formula right) {
        return document -> Values.compare(left.of(document), operator, right.of(document));
    }

    /** A list may be long, so it is not gone through for each document. */
    private static Formula membership(Formula value, boolean wanted, List<Literal> list) {
        Set<Object> items = new HashSet<>();
        for (Literal item : list) {
            Object identity = Values.identity(item.value());
            if (identity != null) {
                items.add(identity);
            }
        }
        return document -> {
            JsonNode sought = value.of(document);
            if (sought.isMissingNode()) {
                return Values.UNDEFINED;
            }
            Object identity = Values.identity(sought);
            return BooleanNode.valueOf((identity != null && items.contains(identity)) == wanted);
        };
    }

    private static JsonNode not(JsonNode value) {
        return value.isBoolean() ? BooleanNode.valueOf(!value.booleanValue()) : Values.UNDEFINED;
    }

    /** One deciding operand decides; otherwise all have to be known. */
    private Formula junction(List<Expression> operands, BooleanNode deciding) {
        List<Formula> formulas = operands.stream().map(this::formula).toList();
        BooleanNode undecided = BooleanNode.valueOf(!deciding.booleanValue());
        return document -> {
            JsonNode result = undecided;
            for (Formula formula : formulas) {
                JsonNode value = formula.of(document);
                if (value.equals(deciding)) {
                    return deciding;
                }
                if (!value.isBoolean()) {
                    result = Values.UNDEFINED;
                }
            }
            return result;
        };
    }
}
