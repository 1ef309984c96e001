package io.downlink.gateway.dispatch;

import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.contracts.requests.RequestMeta;
import java.time.Instant;

/** A valid command, and how it came. */
public record Received(Command command, RequestMeta meta) {

    /** Of the commands topic. */
    int partition() {
        return meta.source().partition();
    }

    /**
     * What an event about this command says of it.
     *
     * @param calls how often the hub was called for it
     */
    public About about(Instant time, int calls) {
        return About.of(meta, command, time, calls);
    }
}
