package io.downlink.gateway.tracing;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.requests.RequestMeta;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Follows commands. What is followed belongs to the trace that the record tells of, or begins one; the event then tells
 * which span it came from. A command that is not followed hands the record's own trace on.
 */
public interface Tracing {
    /** Follows nothing, and costs nothing. */
    Tracing OFF = new Tracing() {};

    /** A record was read. A command in it goes on within a span of its own, if there is to be one. */
    default ReadResult received(ReadResult request) {
        return request;
    }

    /** One call to a hub for a command, from its subscription to its end. */
    default <T> Uni<T> call(RequestMeta command, String hub, String operation, Supplier<Uni<T>> call) {
        return call.get();
    }

    /** What became of a command is about to be told. */
    default void told(CommandEvent event) {
        // nobody wants to know
    }

    /** Sends what it still has. */
    default void close() {
        // there is nothing
    }

    /** All that is done here about a record is done. */
    default void ended(ConsumerRecord<?, ?> record) {
        // nothing was begun
    }
}
