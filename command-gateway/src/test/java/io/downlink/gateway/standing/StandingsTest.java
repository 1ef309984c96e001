package io.downlink.gateway.standing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Cancelled;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandType;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.Topics;
import io.downlink.gateway.cancelling.HeldCommand;
import io.downlink.gateway.cancelling.HeldCommands;
import io.downlink.gateway.intake.Partitioning;
import io.downlink.gateway.repeats.EndedCommands;
import io.downlink.gateway.repeats.RepeatMemory;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final CommandId ID = new CommandId("default", "pump-1", null, "c-1");
    private static final CommandId OTHER = new CommandId("default", "pump-1", null, "c-2");
    private static final int PARTITIONS = 12;

    private final Partitioning partitioning = new Partitioning();
    private final HeldCommands held = new HeldCommands();
    private final RepeatMemory memory = new RepeatMemory(Duration.ofHours(1), 1_000, Clock.fixed(NOW, ZoneOffset.UTC));
    private final Set<CommandId> parked = new HashSet<>();
    private final Map<Integer, EndedCommands> ours = new HashMap<>();
    private final Map<Long, CommandEvent> events = new HashMap<>();
    private final Standings standings = new Standings(
            () -> ours,
            held,
            parked::contains,
            (_, offset) -> Uni.createFrom().item(Optional.ofNullable(events.get(offset))),
            partitioning);

    StandingsTest() {
        partitioning.over(PARTITIONS);
    }

    @Test
    void shouldShowTheEventThatEndedACommand() {
        // given
        CommandEvent event = ended(ID, partitionOf(ID), 17);
        // then
        assertThat(standing(ID)).isEqualTo(new Standing.Ended(event));
        assertThat(standing(OTHER)).isEqualTo(new Standing.Unknown());
    }

    @Test
    void shouldFindACommandWhereAForeignPartitionerHasPutIt() {
        // given
        int foreign = (partitionOf(ID) + 1) % PARTITIONS;
        CommandEvent event = ended(ID, foreign, 17);
        // then
        assertThat(standing(ID)).isEqualTo(new Standing.Ended(event));
    }

    @Test
    void shouldNotTakeAnEventForAnotherCommandsOfTheSameHash() {
        // given
        ended(ID, partitionOf(ID), 17);
        events.put(17L, cancelled(OTHER));
        // then
        assertThat(standing(ID)).isEqualTo(new Standing.Unknown());
    }

    @Test
    void shouldSayThatACommandHasEndedWhoseEventIsGone() {
        // given
        ended(ID, partitionOf(ID), 17);
        events.clear();
        // then
        assertThat(standing(ID)).isEqualTo(new Standing.Forgotten());
    }

    @Test
    void shouldTellWhereAHeldCommandIs() {
        // given
        ours.put(partitionOf(ID), memory.open());
        HeldCommand command = held.hold(ID, "its record");
        // then
        assertThat(standing(ID)).isEqualTo(new Standing.Held(HeldCommand.Standing.WAITING));
        command.starts();
        assertThat(standing(ID)).isEqualTo(new Standing.Held(HeldCommand.Standing.WAITING));
        command.calling();
        assertThat(standing(ID)).isEqualTo(new Standing.Held(HeldCommand.Standing.CALLING));
        held.cancel(OTHER);
        held.release("its record");
        assertThat(standing(ID)).isEqualTo(new Standing.Unknown());
    }

    @Test
    void shouldTellOfAParkedCommandThatItWaits() {
        // given
        parked.add(ID);
        // then
        assertThat(standing(ID)).isEqualTo(new Standing.Held(HeldCommand.Standing.WAITING));
    }

    @Test
    void shouldSayWhatItDoesNotKnow() {
        // given
        ours.put((partitionOf(ID) + 1) % PARTITIONS, memory.open());
        // then
        assertThat(standing(ID)).isEqualTo(new Standing.Elsewhere(partitionOf(ID)));
    }

    @Test
    void shouldSayThatNothingIsKnownYet() {
        // given
        partitioning.over(0);
        // then
        assertThat(standing(ID)).isEqualTo(new Standing.Elsewhere(-1));
    }

    private Standing standing(CommandId id) {
        return standings.of(id).await().indefinitely();
    }

    private int partitionOf(CommandId id) {
        return partitioning.of(id.deviceId().getBytes(UTF_8)).orElseThrow();
    }

    private CommandEvent ended(CommandId id, int partition, long offset) {
        CommandEvent event = cancelled(id);
        events.put(offset, event);
        ours.computeIfAbsent(partition, _ -> memory.open()).learn(id, NOW, offset, false);
        return event;
    }

    private static CommandEvent cancelled(CommandId id) {
        return new Cancelled(new About(
                NOW,
                id,
                CommandType.DIRECT_METHOD,
                0,
                new Source(Topics.COMMANDS, 0, 0),
                RequestedBy.NOBODY,
                null,
                "v1:a",
                false,
                null));
    }
}
