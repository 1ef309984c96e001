package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
    private final Evaluator evaluator;

    private Query(String text, Statement statement) {
        this.text = text;
        this.statement = statement;
        this.evaluator = new Evaluator(statement.source());
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
        Projection projection = new Projection(statement.items(), evaluator);
        return documents
                .after(after)
                .filter(document -> selects(document.content()))
                .map(document -> new Row(
                        document.key(),
                        statement.wholeDocuments() ? document.content() : projection.row(List.of(document.content()))));
    }

    private Stream<Row> groups(Documents documents) {
        Projection projection = new Projection(statement.items(), evaluator);
        Stream<ObjectNode> selected =
                documents.after(null).map(Documents.Document::content).filter(this::selects);
        return new Groups(statement.groupBy(), evaluator)
                .of(selected).stream().map(group -> new Row("", projection.row(group)));
    }

    private boolean selects(ObjectNode document) {
        Expression where = statement.where();
        return where == null || evaluator.holds(where, document);
    }
}
