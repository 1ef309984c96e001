package io.downlink.gateway.repeats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.downlink.contracts.commands.Ack;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Cancelled;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Conflict;
import io.downlink.contracts.commands.CommandEvent.Enqueued;
import io.downlink.contracts.commands.CommandEvent.Expired;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandEvent.Invalid;
import io.downlink.contracts.commands.CommandEvent.Timing;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandType;
import io.downlink.contracts.commands.Reason;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a request is told whose command was asked for before. */
class RepeatsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final CommandId ID = new CommandId("default", "pump-1", null, "c-1");
    private static final Cause CAUSE = new Cause(Reason.CONNECTION_LOST, "cut", 404_103, "t-1");

    private final Map<Long, CommandEvent> topic = new HashMap<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RepeatMemory memory = new RepeatMemory(Duration.ofHours(1), 1_000, CLOCK);
    private final EndedCommands known = memory.open();
    private final Repeats repeats = new Repeats(
            (_, offset) -> Uni.createFrom().item(Optional.ofNullable(topic.get(offset))),
            new RepeatMeters(registry, memory),
            CLOCK);
    private int carriedOut;

    static Stream<Function<About, CommandEvent>> endings() {
        return Stream.of(
                about -> new Completed(about, 200, new TextNode("done"), new Timing(1, 2, 3)),
                about -> new Enqueued(about, "c-1", NOW.plusSeconds(60), Ack.FULL),
                about -> new Failed(about, CAUSE),
                about -> new Expired(about, null),
                Cancelled::new,
                about -> new InDoubt(about, CAUSE),
                about -> new Invalid(about, List.of()));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void shouldTellARepeatWhatBecameOfItsCommand(Function<About, CommandEvent> ending) {
        // given
        ask(asked(5, "v1:a"), ending);
        written(ending.apply(about(asked(5, "v1:a"), false)), 17);
        // when
        CommandEvent answer = ask(asked(9, "v1:a"), ending);
        // then
        assertThat(answer).isEqualTo(ending.apply(about(asked(9, "v1:a"), true)));
        assertThat(carriedOut).isEqualTo(1);
        assertThat(count("replayed")).isEqualTo(1);
    }

    @Test
    void shouldAnswerFromMemoryWhileTheEventIsOnItsWayToKafka() {
        // given
        CommandEvent first = ask(asked(5, "v1:a"), Cancelled::new);
        // when
        CommandEvent answer = ask(asked(9, "v1:a"), Cancelled::new);
        // then
        assertThat(answer).isEqualTo(new Cancelled(about(asked(9, "v1:a"), true)));
        assertThat(ask(asked(10, "v1:b"), Cancelled::new)).isInstanceOf(Conflict.class);
        assertThat(carriedOut).isEqualTo(1);
        // and then from the topic
        written(first, 17);
        assertThat(known.untold(ID)).isNull();
        assertThat(ask(asked(11, "v1:a"), Cancelled::new).about().replayed()).isTrue();
    }

    @Test
    void shouldTellWhereTheIdWasUsedForSomethingElse() {
        // given
        ask(asked(5, "v1:a"), Cancelled::new);
        written(new Cancelled(about(asked(5, "v1:a"), false)), 17);
        // when
        CommandEvent answer = ask(asked(9, "v1:b"), Cancelled::new);
        // then
        Asked repeat = asked(9, "v1:b");
        assertThat(answer).isEqualTo(new Conflict(repeat.about(NOW), new Source("downlink.commands", 3, 5)));
        assertThat(answer.isFinal()).isFalse();
        assertThat(carriedOut).isEqualTo(1);
        assertThat(count("conflict")).isEqualTo(1);
    }

    @Test
    void shouldSendNothingAndSayThatItDoesNotKnowWhereTheEventIsGone() {
        // given
        known.learn(ID, NOW, 17, false);
        // when
        CommandEvent answer = ask(asked(9, "v1:a"), Cancelled::new);
        // then
        assertThat(answer).isInstanceOfSatisfying(InDoubt.class, doubt -> {
            assertThat(doubt.cause().reason()).isEqualTo(Reason.OUTSIDE_WINDOW);
            assertThat(doubt.about().replayed()).isTrue();
        });
        assertThat(carriedOut).isZero();
        assertThat(count("unreadable")).isEqualTo(1);
    }

    @Test
    void shouldCarryOutACommandThatOnlySharesTheHashOfAnother() {
        // given
        known.learn(ID, NOW, 17, false);
        Asked other = new Asked(
                new CommandId("default", "pump-2", null, "c-2"),
                null,
                asked(1, "v1:a").meta());
        topic.put(17L, new Cancelled(about(other, false)));
        // when
        CommandEvent answer = ask(asked(9, "v1:a"), Cancelled::new);
        // then
        assertThat(answer.about().replayed()).isFalse();
        assertThat(carriedOut).isEqualTo(1);
    }

    @Test
    void shouldCarryOutWhatIsNamedByItsPlaceEvenIfTheTopicWasCreatedAnew() {
        // given
        CommandId named = new CommandId("default", "pump-1", null, "downlink.commands-3-9");
        known.learn(named, NOW, 17, false);
        // when
        CommandEvent answer = ask(new Asked(named, null, asked(9, "v1:a").meta()), Cancelled::new);
        // then
        assertThat(answer.about().replayed()).isFalse();
        // but whoever takes that name later is recognised
        assertThat(ask(new Asked(named, null, asked(10, "v1:a").meta()), Cancelled::new)
                        .about()
                        .replayed())
                .isTrue();
    }

    @Test
    void shouldNotRememberAnAnswerAsAnEvent() {
        // given
        written(new Cancelled(about(asked(5, "v1:a"), false)), 17);
        // when
        written(ask(asked(9, "v1:a"), Cancelled::new), 18);
        written(ask(asked(10, "v1:b"), Cancelled::new), 19);
        // then
        assertThat(known.find(ID)).hasValue(17);
    }

    @Test
    void shouldForgetAnEventThatCannotBeWritten() {
        // given
        CommandEvent first = ask(asked(5, "v1:a"), Cancelled::new);
        // when
        known.notTold(first);
        // then
        assertThat(known.untold(ID)).isNull();
    }

    /** As in its lane: one after the other. */
    private CommandEvent ask(Asked asked, Function<About, CommandEvent> ending) {
        Uni<CommandEvent> work = Uni.createFrom().item(() -> {
            carriedOut++;
            return ending.apply(about(asked, false));
        });
        return Objects.requireNonNull(
                repeats.once(asked, known, work).invoke(known::ended).await().indefinitely());
    }

    private void written(CommandEvent event, long offset) {
        topic.put(offset, event);
        known.told(event, offset);
    }

    private double count(String answer) {
        return registry.counter("downlink.repeats", "answer", answer).count();
    }

    private static Asked asked(long offset, String digest) {
        return new Asked(
                ID,
                CommandType.DIRECT_METHOD,
                new RequestMeta(
                        NOW,
                        new Source("downlink.commands", 3, offset),
                        new RequestedBy("/ops", null, "e-" + offset, null),
                        new TextNode("context " + offset),
                        digest,
                        null));
    }

    private static About about(Asked asked, boolean replayed) {
        RequestMeta meta = asked.meta();
        return new About(
                NOW,
                asked.id(),
                asked.type(),
                2,
                meta.source(),
                meta.requestedBy(),
                meta.context(),
                meta.digest(),
                replayed);
    }
}
