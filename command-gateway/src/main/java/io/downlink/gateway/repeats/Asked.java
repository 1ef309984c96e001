package io.downlink.gateway.repeats;

import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.contracts.commands.CommandType;
import io.downlink.contracts.commands.ReadResult.Refused;
import io.downlink.contracts.requests.RequestMeta;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request for a command, valid or not.
 *
 * @param type null where it is not known
 */
public record Asked(CommandId id, @Nullable CommandType type, RequestMeta meta) {

    public static Asked of(Command command, RequestMeta meta) {
        return new Asked(command.id(), command.type(), meta);
    }

    public static Asked of(Refused request) {
        return new Asked(request.id(), request.type(), request.meta());
    }

    /**
     * Whether the command is named by the place of this very record. Then none can have been there before, unless the
     * topic was deleted and created again, and the one that had this name is another one.
     */
    boolean isNamedByItsPlace() {
        return id.commandId().equals(meta.source().name());
    }

    /** What a repeat's answer says of it: the answer is to this request, the attempts were another's. */
    About answered(Instant time, int attempts) {
        return new About(
                time,
                id,
                type,
                attempts,
                meta.source(),
                meta.requestedBy(),
                meta.context(),
                meta.digest(),
                true,
                meta.trace());
    }

    /** What an event that is no answer says of it. */
    About about(Instant time) {
        return About.of(meta, id, type, time, 0);
    }
}
