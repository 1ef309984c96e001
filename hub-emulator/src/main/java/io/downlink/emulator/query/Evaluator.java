package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Map;

/** Finds the value of an expression for a document. Logic has three values: true, false and undefined. */
final class Evaluator {
    private final Source source;

    Evaluator(Source source) {
        this.source = source;
    }

    /** Whether a condition is true; neither false nor undefined will do. */
    boolean holds(Expression condition, ObjectNode document) {
        return value(condition, document).equals(BooleanNode.TRUE);
    }

    JsonNode value(Expression expression, ObjectNode document) {
        return switch (expression) {
            case Literal(JsonNode value) -> value;
            case Path path -> property(path, document);
            case Arithmetic(Expression first, List<Arithmetic.Step> steps) -> calculated(first, steps, document);
            case Comparison(Expression left, ComparisonOperator operator, Expression right) ->
                Values.compare(value(left, document), operator, value(right, document));
            case Membership membership -> member(membership, document);
            case IsDefined(Path path) ->
                BooleanNode.valueOf(!property(path, document).isMissingNode());
            case Not(Expression operand) -> not(value(operand, document));
            case And(List<Expression> operands) -> junction(operands, BooleanNode.FALSE, document);
            case Or(List<Expression> operands) -> junction(operands, BooleanNode.TRUE, document);
        };
    }

    /** The name under which a property appears in an answer: as the document has it, in its own case. */
    String name(Path path, ObjectNode document) {
        List<String> segments = source.withoutPrefix(path).segments();
        return segments.size() == 1 ? fieldName(document, segments.getFirst()) : segments.getLast();
    }

    private JsonNode property(Path path, ObjectNode document) {
        List<String> segments = source.withoutPrefix(path).segments();
        JsonNode value = document.path(fieldName(document, segments.getFirst()));
        for (String segment : segments.subList(1, segments.size())) {
            value = value.path(segment);
        }
        return value;
    }

    private static String fieldName(ObjectNode document, String name) {
        if (document.has(name)) {
            return name;
        }
        for (Map.Entry<String, JsonNode> field : document.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getKey();
            }
        }
        return name;
    }

    private JsonNode calculated(Expression first, List<Arithmetic.Step> steps, ObjectNode document) {
        JsonNode result = value(first, document);
        for (Arithmetic.Step step : steps) {
            result = Values.calculate(result, step.operator(), value(step.operand(), document));
        }
        return result;
    }

    private JsonNode member(Membership membership, ObjectNode document) {
        JsonNode value = value(membership.value(), document);
        if (value.isMissingNode()) {
            return Values.UNDEFINED;
        }
        boolean found = membership.list().stream()
                .anyMatch(item -> Values.compare(value, ComparisonOperator.EQUAL, item.value())
                        .equals(BooleanNode.TRUE));
        return BooleanNode.valueOf(found == membership.wanted());
    }

    private static JsonNode not(JsonNode value) {
        return value.isBoolean() ? BooleanNode.valueOf(!value.booleanValue()) : Values.UNDEFINED;
    }

    /** One deciding operand decides; otherwise all have to be known. */
    private JsonNode junction(List<Expression> operands, BooleanNode deciding, ObjectNode document) {
        JsonNode result = BooleanNode.valueOf(!deciding.booleanValue());
        for (Expression operand : operands) {
            JsonNode value = value(operand, document);
            if (value.equals(deciding)) {
                return deciding;
            }
            if (!value.isBoolean()) {
                result = Values.UNDEFINED;
            }
        }
        return result;
    }
}
