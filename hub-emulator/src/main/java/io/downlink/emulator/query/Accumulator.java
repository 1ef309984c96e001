package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a property of many documents, one after the other; none of them is kept. Of other values than numbers there
 * is no sum, average, smallest or largest.
 */
sealed interface Accumulator {
    void add(JsonNode value);

    /** What has come of it so far; missing: undefined. */
    JsonNode result();

    static Accumulator of(Aggregate.Function function) {
        return switch (function) {
            case COUNT -> new Count();
            case SUM -> new Sum();
            case AVG -> new Average();
            case MIN -> new Extreme(BigDecimal::min);
            case MAX -> new Extreme(BigDecimal::max);
        };
    }

    /** The first value: it is the same for all, because they are grouped by it. */
    final class First implements Accumulator {
        private @Nullable JsonNode first;

        @Override
        public void add(JsonNode value) {
            if (first == null) {
                first = value;
            }
        }

        @Override
        public JsonNode result() {
            return first == null ? Values.UNDEFINED : first;
        }
    }

    /** How many there were, whatever they were. */
    final class Count implements Accumulator {
        private long count;

        @Override
        public void add(JsonNode value) {
            count++;
        }

        @Override
        public JsonNode result() {
            return LongNode.valueOf(count);
        }
    }

    /** Zero without any number. */
    final class Sum implements Accumulator {
        private BigDecimal sum = BigDecimal.ZERO;

        @Override
        public void add(JsonNode value) {
            if (Values.isNumber(value)) {
                sum = sum.add(value.decimalValue());
            }
        }

        @Override
        public JsonNode result() {
            return DecimalNode.valueOf(sum);
        }
    }

    /** Undefined without any number. */
    final class Average implements Accumulator {
        private BigDecimal sum = BigDecimal.ZERO;
        private long count;

        @Override
        public void add(JsonNode value) {
            if (Values.isNumber(value)) {
                sum = sum.add(value.decimalValue());
                count++;
            }
        }

        @Override
        public JsonNode result() {
            return count == 0
                    ? Values.UNDEFINED
                    : DecimalNode.valueOf(sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL64));
        }
    }

    /** Undefined without any number. */
    final class Extreme implements Accumulator {
        private final BinaryOperator<BigDecimal> choice;
        private @Nullable BigDecimal extreme;

        Extreme(BinaryOperator<BigDecimal> choice) {
            this.choice = choice;
        }

        @Override
        public void add(JsonNode value) {
            if (Values.isNumber(value)) {
                BigDecimal number = value.decimalValue();
                extreme = extreme == null ? number : choice.apply(extreme, number);
            }
        }

        @Override
        public JsonNode result() {
            return extreme == null ? Values.UNDEFINED : DecimalNode.valueOf(extreme);
        }
    }
}
