package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What has a value for a document; conditions are expressions whose value is true, false or undefined. */
sealed interface Expression {
    /**
     * A value that was written down.
     *
     * @param value text, number, boolean, null; missing: {@code undefined}
     */
    record Literal(JsonNode value) implements Expression {}

    /**
     * The value of a property; undefined where there is none.
     *
     * @param segments names from the outside in, at least one; the first in any case
     */
    record Path(List<String> segments) implements Expression, Selectable {
        public Path {
            segments = List.copyOf(segments);
        }
    }

    /** A chain such as {@code a + b - c}, worked off from the left; a chain, so that long ones are not deep. */
    record Arithmetic(Expression first, List<Step> steps) implements Expression {
        public Arithmetic {
            steps = List.copyOf(steps);
        }

        record Step(ArithmeticOperator operator, Expression operand) {}
    }

    record Comparison(Expression left, ComparisonOperator operator, Expression right) implements Expression {}

    /** Whether a value is one of several, or none of them. */
    record Membership(Expression value, boolean wanted, List<Literal> list) implements Expression {
        public Membership {
            list = List.copyOf(list);
        }
    }

    record IsDefined(Path path) implements Expression {}

    record Not(Expression operand) implements Expression {}

    /** All of at least two. */
    record And(List<Expression> operands) implements Expression {
        public And {
            operands = List.copyOf(operands);
        }
    }

    /** One of at least two. */
    record Or(List<Expression> operands) implements Expression {
        public Or {
            operands = List.copyOf(operands);
        }
    }
}
