package io.downlink.gateway;

import io.downlink.contracts.commands.CommandId;
import io.downlink.gateway.cancelling.CancelAnswer;
import io.downlink.gateway.cancelling.HeldCommands;
import io.downlink.gateway.repeats.Repeats;
import io.downlink.gateway.tenure.Claim;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Takes commands back wherever they are: held, parked, or taken back already. */
final class Cancels {
    private final HeldCommands held;
    private final Repeats repeats;

    Cancels(HeldCommands held, Repeats repeats) {
        this.held = held;
        this.repeats = repeats;
    }

    /** @param claim of the cancel's own record */
    Uni<CancelAnswer> cancel(CommandId id, Claim claim) {
        return held.cancel(id)
                .chain(answer -> unlessRefused(answer, () -> cancelParked(id, claim, answer)))
                .chain(answer -> unlessRefused(answer, () -> cancelAgain(id, claim, answer)));
    }

    private static Uni<CancelAnswer> unlessRefused(CancelAnswer answer, Supplier<Uni<CancelAnswer>> otherwise) {
        return switch (answer) {
            case CancelAnswer.Accepted _ -> Uni.createFrom().item(answer);
            case CancelAnswer.Refused _ -> otherwise.get();
        };
    }

    /** What is parked is read again for it, and taken back before its turn comes. */
    private Uni<CancelAnswer> cancelParked(CommandId id, Claim claim, CancelAnswer otherwise) {
        return claim.recall(id)
                .chain(parked -> parked ? held.cancel(id) : Uni.createFrom().item(otherwise));
    }

    /** A cancel that is read again after a crash, or given twice, finds what it asks for. */
    private Uni<CancelAnswer> cancelAgain(CommandId id, Claim claim, CancelAnswer otherwise) {
        return repeats.isTakenBack(id, claim.tenure().partition().partition(), claim.known())
                .map(takenBack -> takenBack ? new CancelAnswer.Accepted() : otherwise);
    }
}
