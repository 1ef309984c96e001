package io.downlink.emulator.query;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question about the documents of a hub.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-query-language">IoT Hub query language</a>
 */
public final class Query {
    /** Of a query's text, in characters; what the service takes. */
    public static final int LENGTH_MAX = 8192;

    private final String text;
    private final Statement statement;
    private final Formula where;
    private final List<Formula> groupBy;
    private final List<Column> columns;

    private Query(String text, Statement statement) {
        this.text = text;
        this.statement = statement;
        Compiler compiler = new Compiler(statement.source());
        this.where = compiler.condition(statement.where());
        this.groupBy = statement.groupBy().stream().map(compiler::formula).toList();
        this.columns = Column.of(statement.items(), compiler);
    }

    /**
     * Reads a query.
     *
     * @throws QuerySyntaxException if it is none, or longer than {@link #LENGTH_MAX}
     */
    public static Query parse(String text) {
        Tokens tokens = new Tokens(Tokenizer.tokens(checkedLength(text)));
        return new Query(text, new StatementParser(tokens).statement());
    }

    /** What it is about. */
    public Source source() {
        return statement.source();
    }

    /** Whether its rows are the documents themselves. */
    public boolean wholeDocuments() {
        return statement.wholeDocuments();
    }

    /**
     * Answers a part of the query.
     *
     * @param documents all that the query is about
     * @param size at most so many rows, 1 or more
     * @param continuation what came with the page before; null: the first page
     * @throws IllegalArgumentException if the continuation is not one of this query's
     */
    public Page page(Documents documents, int size, @Nullable String continuation) {
        return Page.of(text, (delivered, after) -> rows(documents, delivered, after), size, continuation);
    }

    static String checkedLength(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new QuerySyntaxException(LENGTH_MAX + 1, "expected at most " + LENGTH_MAX + " characters");
        }
        return text;
    }

    private Stream<Row> rows(Documents documents, int delivered, @Nullable String after) {
        Stream<Row> rows = statement.aggregates() ? groups(documents).skip(delivered) : rows(documents, after);
        Integer top = statement.top();
        return top == null ? rows : rows.limit(Math.max(0, top - delivered));
    }

    private Stream<Row> rows(Documents documents, @Nullable String after) {
        return documents
                .after(after)
                .filter(where::holds)
                .map(document -> new Row(
                        document.key(),
                        statement.wholeDocuments()
                                ? document.content()
                                : new Group(columns).add(document).row()));
    }

    private Stream<Row> groups(Documents documents) {
        Groups groups = new Groups(groupBy, columns);
        documents.after(null).filter(where::holds).forEach(groups::add);
        return groups.rows().map(row -> new Row("", row));
    }
}
