package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.math.BigDecimal;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the operators make of values. Whatever they have no answer for is undefined: a missing node. */
final class Values {
    static final JsonNode UNDEFINED = MissingNode.getInstance();

    private Values() {}

    static JsonNode calculate(JsonNode left, ArithmeticOperator operator, JsonNode right) {
        if (!isNumber(left) || !isNumber(right)) {
            return UNDEFINED;
        }
        BigDecimal result = operator.apply(left.decimalValue(), right.decimalValue());
        return result == null ? UNDEFINED : DecimalNode.valueOf(result);
    }

    static JsonNode compare(JsonNode left, ComparisonOperator operator, JsonNode right) {
        if (left.isMissingNode() || right.isMissingNode()) {
            return UNDEFINED;
        }
        if (left.isNull() || right.isNull()) { // null is equal to itself and differs from all that is there
            return operator.ordering()
                    ? UNDEFINED
                    : BooleanNode.valueOf(operator.holds(left.isNull() && right.isNull() ? 0 : 1));
        }
        if (left.isBoolean() && right.isBoolean() && operator.ordering()) {
            return UNDEFINED;
        }
        OptionalInt order = order(left, right);
        return order.isPresent() ? BooleanNode.valueOf(operator.holds(order.getAsInt())) : UNDEFINED;
    }

    /** Empty for values of different types, and for objects and arrays, which are not compared. */
    static OptionalInt order(JsonNode left, JsonNode right) {
        if (isNumber(left) && isNumber(right)) {
            return OptionalInt.of(left.decimalValue().compareTo(right.decimalValue()));
        }
        if (left.isTextual() && right.isTextual()) {
            return OptionalInt.of(left.textValue().compareTo(right.textValue()));
        }
        if (left.isBoolean() && right.isBoolean()) {
            return OptionalInt.of(Boolean.compare(left.booleanValue(), right.booleanValue()));
        }
        return OptionalInt.empty();
    }

    /** What two values have in common if they are equal, and only then; null: such a value equals none. */
    static @Nullable Object identity(JsonNode value) {
        if (isNumber(value)) {
            return value.decimalValue().stripTrailingZeros();
        }
        return switch (value.getNodeType()) {
            case STRING -> value.textValue();
            case BOOLEAN, NULL -> value;
            case NUMBER, OBJECT, ARRAY, BINARY, MISSING, POJO -> null;
        };
    }

    /** A device may report a number that is too large to be one. */
    static boolean isNumber(JsonNode value) {
        return value instanceof NumericNode number && !number.isNaN();
    }
}
