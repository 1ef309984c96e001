package io.downlink.emulator.query;

import io.downlink.emulator.query.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads whole queries. */
final class StatementParser {
    private final Tokens tokens;
    private final ExpressionParser expressions;

    StatementParser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    Statement statement() {
        tokens.expectWord("SELECT");
        Integer top = tokens.takeWord("TOP") ? top() : null;
        int selection = tokens.peek().column();
        List<SelectedItem> items = tokens.takeSymbol("*") ? List.of() : items();
        tokens.expectWord("FROM");
        Source source = source();
        Expression where = tokens.takeWord("WHERE") ? expressions.expression() : null;
        List<Expression.Path> groupBy = tokens.takeWord("GROUP") ? groupBy() : List.of();
        tokens.expectEnd(groupBy.isEmpty() ? where == null ? "WHERE, GROUP BY" : "AND, OR, GROUP BY" : "','");
        Statement statement = new Statement(top, items, source, where, groupBy);
        check(statement, selection);
        return statement;
    }

    private int top() {
        Token number = tokens.peek();
        try {
            if (number.kind() == Kind.NUMBER && Integer.parseInt(number.text()) > 0) {
                return Integer.parseInt(tokens.take().text());
            }
        } catch (NumberFormatException notAnInteger) {
            throw tokens.expected("an integer of 1 or more");
        }
        throw tokens.expected("an integer of 1 or more");
    }

    private List<SelectedItem> items() {
        List<SelectedItem> items = new ArrayList<>();
        do {
            items.add(new SelectedItem(selectable(), alias()));
        } while (tokens.takeSymbol(","));
        return items;
    }

    private Selectable selectable() {
        if (!tokens.peekSecond().isSymbol("(")) {
            return expressions.path();
        }
        Aggregate.Function function = function();
        tokens.take();
        tokens.expectSymbol("(");
        Expression.Path of = function == Aggregate.Function.COUNT ? null : expressions.path();
        tokens.expectSymbol(")");
        return new Aggregate(function, of);
    }

    private Aggregate.Function function() {
        for (Aggregate.Function function : Aggregate.Function.values()) {
            if (tokens.peek().isWord(function.name())) {
                return function;
            }
        }
        throw tokens.expected("COUNT, SUM, AVG, MIN or MAX");
    }

    private @Nullable String alias() {
        if (!tokens.takeWord("AS")) {
            return null;
        }
        Token name = tokens.take(Kind.WORD);
        if (name == null) {
            throw tokens.expected("a name");
        }
        return name.text();
    }

    private Source source() {
        if (!tokens.takeWord("devices")) {
            throw tokens.expected("devices, devices.modules or devices.jobs");
        }
        if (!tokens.takeSymbol(".")) {
            return Source.DEVICES;
        }
        if (tokens.takeWord("modules")) {
            return Source.MODULES;
        }
        if (tokens.takeWord("jobs")) {
            return Source.DEVICE_JOBS;
        }
        throw tokens.expected("modules or jobs");
    }

    private List<Expression.Path> groupBy() {
        tokens.expectWord("BY");
        List<Expression.Path> paths = new ArrayList<>();
        do {
            paths.add(expressions.path());
        } while (tokens.takeSymbol(","));
        return paths;
    }

    /** What can be written, and means nothing. */
    private static void check(Statement statement, int selection) {
        if (statement.source() == Source.DEVICE_JOBS && (!statement.wholeDocuments() || statement.aggregates())) {
            throw new QuerySyntaxException(selection, "expected '*': devices.jobs has only whole rows");
        }
        if (!statement.aggregates()) {
            return;
        }
        if (statement.wholeDocuments()) {
            throw new QuerySyntaxException(selection, "expected properties or aggregates: '*' cannot be grouped");
        }
        for (SelectedItem item : statement.items()) {
            if (item.what() instanceof Expression.Path path && !grouped(path, statement)) {
                throw new QuerySyntaxException(
                        selection, "expected only aggregates and properties that are in GROUP BY");
            }
        }
    }

    private static boolean grouped(Expression.Path path, Statement statement) {
        Source source = statement.source();
        return statement.groupBy().stream().anyMatch(group -> same(source.own(group), source.own(path)));
    }

    /** A first name that no document has may be written in any case, too. */
    private static boolean same(Expression.Path one, Expression.Path other) {
        List<String> names = one.segments();
        List<String> others = other.segments();
        return names.getFirst().equalsIgnoreCase(others.getFirst())
                && names.subList(1, names.size()).equals(others.subList(1, others.size()));
    }
}
