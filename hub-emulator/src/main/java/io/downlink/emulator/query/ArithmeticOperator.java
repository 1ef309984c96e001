package io.downlink.emulator.query;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** What can be done with two numbers. */
enum ArithmeticOperator {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDED_BY("/"),
    MODULO("%");

    private static final MathContext PRECISION = MathContext.DECIMAL64;

    private final String symbol;

    ArithmeticOperator(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    /** The result; null where there is none. */
    @Nullable
    BigDecimal apply(BigDecimal left, BigDecimal right) {
        try {
            return switch (this) {
                case PLUS -> left.add(right, PRECISION);
                case MINUS -> left.subtract(right, PRECISION);
                case TIMES -> left.multiply(right, PRECISION);
                case DIVIDED_BY -> left.divide(right, PRECISION);
                case MODULO -> left.remainder(right, PRECISION);
            };
        } catch (ArithmeticException noResult) {
            return null;
        }
    }
}
