package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Which devices a job is for: what follows WHERE in a query about devices, or {@code *} for all of them. */
public final class Condition {
    private static final Evaluator EVALUATOR = new Evaluator(Source.DEVICES);

    private final @Nullable Expression expression;

    private Condition(@Nullable Expression expression) {
        this.expression = expression;
    }

    /**
     * Reads a condition.
     *
     * @param text at most {@link Query#LENGTH_MAX} characters
     * @throws QuerySyntaxException if it is none
     */
    public static Condition parse(String text) {
        if (text.strip().equals("*")) {
            return new Condition(null);
        }
        Tokens tokens = new Tokens(Tokenizer.tokens(Query.checkedLength(text)));
        Expression expression = new ExpressionParser(tokens).expression();
        tokens.expectEnd("AND, OR");
        return new Condition(expression);
    }

    /** Whether it is true for a twin. */
    public boolean holds(ObjectNode twin) {
        return expression == null || EVALUATOR.holds(expression, twin);
    }
}
