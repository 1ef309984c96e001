package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A value of many documents. Only numbers count; without any there is no average, smallest or largest.
 *
 * @param of what is summed up; null for {@link Function#COUNT}, which counts documents
 */
record Aggregate(Function function, Expression.@Nullable Path of) implements Selectable {
    JsonNode over(List<ObjectNode> documents, Evaluator evaluator) {
        List<BigDecimal> numbers = of == null
                ? List.of()
                : documents.stream()
                        .map(document -> evaluator.value(of, document))
                        .filter(Values::isNumber)
                        .map(JsonNode::decimalValue)
                        .toList();
        return switch (function) {
            case COUNT -> IntNode.valueOf(documents.size());
            case SUM -> DecimalNode.valueOf(sum(numbers));
            case AVG ->
                numbers.isEmpty()
                        ? Values.UNDEFINED
                        : DecimalNode.valueOf(
                                sum(numbers).divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL64));
            case MIN -> reduced(numbers, BigDecimal::min);
            case MAX -> reduced(numbers, BigDecimal::max);
        };
    }

    private static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static JsonNode reduced(List<BigDecimal> numbers, BinaryOperator<BigDecimal> operator) {
        return numbers.stream()
                .reduce(operator)
                .<JsonNode>map(DecimalNode::valueOf)
                .orElse(Values.UNDEFINED);
    }

    enum Function {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }
}
