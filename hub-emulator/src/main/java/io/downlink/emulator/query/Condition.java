package io.downlink.emulator.query;

/** Which devices a job is for: what follows WHERE in a query about devices, or {@code *} for all of them. */
public final class Condition {
    private final Formula formula;

    private Condition(Formula formula) {
        this.formula = formula;
    }

    /**
     * Reads a condition.
     *
     * @param text at most {@link Query#LENGTH_MAX} characters
     * @throws QuerySyntaxException if it is none
     */
    public static Condition parse(String text) {
        if (text.strip().equals("*")) {
            return new Condition(Formula.ALWAYS);
        }
        Tokens tokens = new Tokens(Tokenizer.tokens(Query.checkedLength(text)));
        Expression expression = new ExpressionParser(tokens).expression();
        tokens.expectEnd("AND, OR");
        return new Condition(new Compiler(Source.DEVICES).formula(expression));
    }

    /** Whether it is true for a twin. */
    public boolean holds(Document twin) {
        return formula.holds(twin);
    }
}
