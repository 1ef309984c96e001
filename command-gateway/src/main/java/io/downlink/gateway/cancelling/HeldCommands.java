package io.downlink.gateway.cancelling;

import io.downlink.contracts.commands.CommandId;
import io.downlink.gateway.cancelling.CancelAnswer.Accepted;
import io.downlink.gateway.cancelling.CancelAnswer.Refused;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The commands that are held now, from when their records are read until these are settled: what a cancel can reach.
 *
 * <p>Safe for use by many threads.
 */
public final class HeldCommands {
    private final ConcurrentHashMap<CommandId, List<HeldCommand>> byId = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Object, HeldCommand> byHolder = new ConcurrentHashMap<>();

    /**
     * Notes a command until {@link #release} is called with the same holder. Two records may ask for the same command;
     * each is held by itself.
     *
     * @param holder stands for the command's record; compared by {@code equals}
     */
    public HeldCommand hold(CommandId id, Object holder) {
        HeldCommand command = new HeldCommand(id);
        byId.merge(id, List.of(command), HeldCommands::joined);
        byHolder.put(holder, command);
        return command;
    }

    /** Whether a record is held that asks for this command. */
    public boolean holds(CommandId id) {
        return byId.containsKey(id);
    }

    /** Where a command is that is held; where several records ask for it, the first of them. */
    public Optional<HeldCommand.Standing> standing(CommandId id) {
        return byId.getOrDefault(id, List.of()).stream().findFirst().map(HeldCommand::standing);
    }

    /** The record is settled, or left. Does nothing for a record that is none of a command. */
    public void release(Object holder) {
        HeldCommand command = byHolder.remove(holder);
        if (command != null) {
            byId.computeIfPresent(command.id(), (_, all) -> without(all, command));
            command.release();
        }
    }

    /**
     * Takes a command back, if that is still possible.
     *
     * @return ends when it is decided, and, where a command is taken back, its record is settled: from then on nothing
     *     brings the command back
     */
    public Uni<CancelAnswer> cancel(CommandId id) {
        List<HeldCommand> commands = byId.getOrDefault(id, List.of());
        if (commands.isEmpty()) {
            return Uni.createFrom()
                    .item(new Refused("No command of this id waits here: it has ended, or none was read before."));
        }
        return Uni.join()
                .all(commands.stream().map(HeldCommand::cancel).toList())
                .andFailFast()
                .map(HeldCommands::worst);
    }

    /** How many are held. */
    public int size() {
        return byHolder.size();
    }

    private static CancelAnswer worst(List<CancelAnswer> answers) {
        return answers.stream().filter(Refused.class::isInstance).findFirst().orElseGet(Accepted::new);
    }

    private static List<HeldCommand> joined(List<HeldCommand> some, List<HeldCommand> more) {
        List<HeldCommand> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private static @Nullable List<HeldCommand> without(List<HeldCommand> all, HeldCommand gone) {
        List<HeldCommand> left = all.stream().filter(other -> other != gone).toList();
        return left.isEmpty() ? null : left;
    }
}
