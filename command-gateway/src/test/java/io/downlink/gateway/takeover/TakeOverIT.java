package io.downlink.gateway.takeover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.IntNode;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.CommandRequest.Terms;
import io.downlink.contracts.commands.Delivery;
import io.downlink.contracts.commands.WhenOffline;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.requests.Priority;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.TopicAdmin;
import io.downlink.contracts.topics.TopicSpec;
import io.downlink.contracts.topics.Topics;
import io.downlink.gateway.cancelling.HeldCommands;
import io.downlink.gateway.dispatch.CallMeters;
import io.downlink.gateway.dispatch.Dispatcher;
import io.downlink.gateway.dispatch.Hub;
import io.downlink.gateway.dispatch.Hubs;
import io.downlink.gateway.dispatch.LeaveRefusedException;
import io.downlink.gateway.dispatch.Received;
import io.downlink.gateway.dispatch.RetryPolicy;
import io.downlink.gateway.dispatch.TestLease;
import io.downlink.gateway.intake.Partitioning;
import io.downlink.gateway.lanes.Parkings;
import io.downlink.gateway.marks.CommandLog;
import io.downlink.gateway.marks.LogEntry;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.LateCall;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import io.downlink.gateway.offsets.OffsetRange;
import io.downlink.gateway.pacing.DayCount;
import io.downlink.gateway.pacing.TestPacers;
import io.downlink.gateway.repeats.RepeatMemory;
import io.downlink.gateway.tenure.Claim;
import io.downlink.gateway.tenure.EventPositions;
import io.downlink.gateway.tenure.OpenTenures;
import io.downlink.gateway.tenure.Tenure;
import io.downlink.hub.Enqueued;
import io.downlink.hub.HubCommands;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure.DeviceNotFound;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.MethodCall;
import io.downlink.hub.MethodResult;
import io.downlink.hub.OutgoingMessage;
import io.downlink.service.pauses.Backoff;
import io.downlink.service.topics.TransactionalRecords.NotWrittenException;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.TopicWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Owners of one partition after each other, with a real broker between them. Each test has a partition of its own, or begins it
 * anew.
 */
@ExtendWith(KafkaExtension.class)
@SuppressWarnings("NullAway.Init") // open() fills the fields
class TakeOverIT {
    /** Of this class alone: to the log it is just another topic than that of the other tests at the same broker. */
    private static final TopicSpec COMMANDS =
            new TopicSpec("take-over-it", 12, Duration.ofDays(1), TopicSpec.Cleanup.DELETE, 1_048_588);

    private static final Instant THEN = Instant.parse("2026-11-21T10:00:40Z");
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Kafka kafka;
    private final List<Throwable> broken = new CopyOnWriteArrayList<>();
    private final List<Producer<?, ?>> producers = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Admin admin;
    private PartitionReader reader;

    TakeOverIT(Kafka kafka) {
        this.kafka = kafka;
        KafkaWithTopics.createTopics(kafka);
    }

    @BeforeEach
    void open() {
        admin = kafka.admin();
        new TopicAdmin(admin, PATIENCE).create(List.of(COMMANDS));
        reader =
                PartitionReader.open(Map.of("bootstrap.servers", kafka.bootstrapServers()), Thread::startVirtualThread);
    }

    @AfterEach
    void close() {
        goesOn.countDown();
        producers.forEach(producer -> producer.close(Duration.ZERO));
        reader.close();
        admin.close();
        threads.close();
    }

    @Test
    void shouldBeginAtTheBeginningWhereNothingIsKnown() {
        // when
        Inheritance found = takeOver(0);
        // then
        assertThat(found.finished().position()).isZero();
        assertThat(found.interrupted()).isEmpty();
    }

    @Test
    void shouldFindWhatTheOwnerBeforeHasNoted() {
        // given
        Inheritance before = takeOver(1);
        append(
                before,
                new Checkpoint(
                        before.topicId(),
                        10,
                        List.of(new OffsetRange(12, 14)),
                        List.of(mark(10)),
                        List.of(),
                        0,
                        0,
                        List.of(),
                        List.of()));
        append(before, mark(11));
        append(before, mark(15));
        append(before, new NotRun(15, "pump-1"));
        // when
        Inheritance found = takeOver(1);
        // then
        assertThat(found.finished().position()).isEqualTo(10);
        assertThat(found.finished().above()).containsExactly(new OffsetRange(12, 14));
        assertThat(found.interrupted()).containsOnly(Map.entry(10L, mark(10)), Map.entry(11L, mark(11)));
    }

    @Test
    void shouldFindInTheEventsWhatWasFinishedSinceTheCheckpoint() {
        // given
        Inheritance before = takeOver(2);
        append(before, before.checkpoint());
        append(before, mark(1));
        append(before, mark(2));
        event(2, 1, "completed");
        event(2, 5, "parked");
        // when
        Inheritance found = takeOver(2);
        // then
        assertThat(found.finished().contains(1)).isTrue();
        assertThat(found.finished().contains(5)).isFalse();
        assertThat(found.interrupted()).containsOnlyKeys(2L);
    }

    @Test
    void shouldKnowWhichCommandsHaveEndedWithinTheWindow() {
        // given
        Inheritance before = takeOver(7);
        long first = new TopicFacts(admin, "take-over-it").end(new TopicPartition(Topics.COMMAND_EVENTS, 7));
        Instant now = CLOCK.instant();
        event(7, now.minus(Duration.ofHours(3)), "old", "completed", "");
        event(7, now.minus(Duration.ofMinutes(50)), "parked", "parked", "");
        event(7, now.minus(Duration.ofMinutes(40)), "doubt", "in-doubt", "");
        event(7, now.minus(Duration.ofMinutes(30)), "done", "completed", "");
        event(7, now.minus(Duration.ofMinutes(20)), "done", "completed", ", \"replayed\": true");
        event(7, now.minus(Duration.ofMinutes(10)), "doubt", "completed", "");
        append(
                before,
                new Checkpoint(
                        before.topicId(), 0, List.of(), List.of(), List.of(), first + 6, 0, List.of(), List.of()));
        // when
        Inheritance found = takeOver(7);
        // then
        assertThat(found.known().find(command("done"))).hasValue(first + 3);
        assertThat(found.known().find(command("doubt"))).hasValue(first + 5);
        assertThat(found.known().find(command("parked"))).isEmpty();
        assertThat(found.known().find(command("old"))).isEmpty();
        assertThat(found.finished().contains(1))
                .isFalse(); // all that stands before the checkpoint's place in the events
    }

    @Test
    void shouldLookFurtherBackWhereTheCheckpointIsFarFromTheEnd() {
        // given
        Inheritance before = takeOver(3);
        append(
                before,
                new Checkpoint(before.topicId(), 7, List.of(), List.of(), List.of(), 0, 0, List.of(), List.of()));
        for (int batch = 0; batch < 3; batch++) {
            List<CompletableFuture<Void>> marks = new ArrayList<>();
            for (long offset = 0; offset < 1_000; offset++) {
                marks.add(before.log().append(mark(10 + offset)).subscribeAsCompletionStage());
            }
            marks.forEach(CompletableFuture::join);
        }
        // when
        Inheritance found = takeOver(3);
        // then
        assertThat(found.finished().position()).isEqualTo(7);
        assertThat(found.interrupted()).hasSize(1_000);
    }

    @Test
    void shouldTakeNothingOverFromATopicThatIsNotThisOne() {
        // given
        Inheritance before = takeOver(4);
        append(
                before,
                new Checkpoint(
                        "an-earlier-topic", 10, List.of(), List.of(mark(12)), List.of(), 0, 0, List.of(), List.of()));
        append(before, mark(13));
        // when
        Inheritance found = takeOver(4);
        // then
        assertThat(found.finished().position()).isZero();
        assertThat(found.interrupted()).isEmpty();
        assertThat(found.checkpoint().topicId()).isNotEqualTo("an-earlier-topic");
    }

    @Test
    void shouldKeepWhatCountsForDevicesAndHubsFromATopicThatIsNotThisOne() {
        // given
        LateCall late = new LateCall(1, THEN);
        DayCount day = new DayCount("default", LocalDate.parse("2026-11-21"), 17);
        Inheritance before = takeOver(11);
        append(
                before,
                new Checkpoint(
                        "an-earlier-topic", 10, List.of(), List.of(), List.of(), 0, 5, List.of(late), List.of(day)));
        // when
        Inheritance found = takeOver(11);
        // then
        assertThat(found.lateCalls()).containsExactly(late);
        assertThat(found.dayCounts()).containsExactly(day);
        assertThat(found.reservedBelow()).isZero();
    }

    @Test
    void shouldKnowTheMarkOfAnOwnerWhoseTransactionWasOpenAndShutThatOwnerOut() {
        // given
        Inheritance before = beginAnew(6);
        append(before, mark(3));
        // when
        Inheritance found = takeOver(6);
        // then
        assertThat(found.interrupted()).containsOnlyKeys(3L);
        assertShutOut(before, mark(4));
        assertThat(takeOver(6).interrupted()).containsOnlyKeys(3L);
    }

    @Test
    void shouldShutOutAnOwnerWhoseTransactionWasNotOpen() {
        // given
        Inheritance before = beginAnew(6);
        // when
        Inheritance found = takeOver(6);
        // then
        assertShutOut(before, mark(4));
        assertThat(found.interrupted()).isEmpty();
        assertThat(takeOver(6).interrupted()).isEmpty();
    }

    @Test
    void shouldKnowTheMarkOfAnOwnerThatWasStoppedBeforeItLearnedOfTheAcknowledgement() {
        // given
        beginAnew(6);
        Inheritance before = takeOver(6, producer -> stopping("flush", producer));
        CompletableFuture<Void> mark = before.log().append(mark(3)).subscribeAsCompletionStage();
        await().atMost(PATIENCE).until(() -> stopped.getCount() == 0);
        // when
        Inheritance found = takeOver(6);
        goesOn.countDown();
        // then
        await().atMost(PATIENCE).until(mark::isDone);
        assertThat(found.interrupted()).containsOnlyKeys(3L);
        assertShutOut(before, mark(4));
    }

    @Test
    void shouldCallNothingWhenAnOwnerGoesOnThatWasStoppedBetweenItsMarkAndTheCall() {
        // given
        beginAnew(6);
        Inheritance before = takeOver(6, producer -> stopping("flush", producer));
        AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
        InstantSource time = () -> CLOCK.instant().plus(later.get());
        HubWithoutDevices hub = new HubWithoutDevices();
        CompletableFuture<CommandEvent> ending = carryOut(
                        before, 3, Delivery.AT_MOST_ONCE, hub, time.withZone(ZoneOffset.UTC))
                .subscribeAsCompletionStage();
        await().atMost(PATIENCE).until(() -> stopped.getCount() == 0);
        // when
        Inheritance found = takeOver(6);
        later.set(Duration.ofSeconds(10)); // for so long the group waits for whoever stands still
        goesOn.countDown();
        // then
        await().atMost(PATIENCE).until(ending::isDone);
        assertThat(ending.exceptionNow()).isInstanceOf(LeaveRefusedException.class);
        assertThat(hub.calls).hasValue(0);
        assertThat(found.interrupted()).containsOnlyKeys(3L);
    }

    @Test
    void shouldShutOutAnOwnerThatWasStoppedBeforeItsCommit() {
        // given
        beginAnew(6);
        Inheritance before = takeOver(6, producer -> stopping("commitTransaction", producer));
        append(before, mark(3));
        CompletableFuture<Void> commit = before.log().commit().subscribeAsCompletionStage();
        await().atMost(PATIENCE).until(() -> stopped.getCount() == 0);
        // when
        Inheritance found = takeOver(6);
        goesOn.countDown();
        // then
        await().atMost(PATIENCE).until(commit::isDone);
        assertThat(commit).isCompletedExceptionally();
        assertThat(commit.exceptionNow()).isInstanceOf(NotWrittenException.class);
        assertThat(found.interrupted()).containsOnlyKeys(3L);
    }

    @Test
    void shouldMissNoMarkThatTheOwnerBeforeMayGoOnWithHoweverBusyItIs() {
        for (int round = 0; round < 20; round++) {
            // given
            Inheritance before = beginAnew(6);
            Set<Long> mayGoOn = ConcurrentHashMap.newKeySet();
            CompletableFuture<List<CompletableFuture<Void>>> busy =
                    CompletableFuture.supplyAsync(() -> markUntilShutOut(before.log(), mayGoOn::add), threads);
            int least = new Random(round).nextInt(30);
            await().atMost(PATIENCE).until(() -> mayGoOn.size() >= least);
            // when
            Inheritance found = takeOver(6);
            List<CompletableFuture<Void>> marks =
                    busy.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            // then
            await().atMost(PATIENCE).until(() -> marks.stream().allMatch(CompletableFuture::isDone));
            assertThat(found.interrupted().keySet()).as("round %d", round).containsAll(mayGoOn);
            int times = round + 1;
            await().atMost(PATIENCE).until(() -> broken.size() == times);
        }
    }

    /** Each tenth time it commits, so that the next transaction begins. */
    private static List<CompletableFuture<Void>> markUntilShutOut(CommandLog log, LongConsumer mayGoOn) {
        List<CompletableFuture<Void>> marks = new ArrayList<>();
        for (long offset = 0; marks.stream().noneMatch(CompletableFuture::isCompletedExceptionally); offset++) {
            long marked = offset;
            marks.add(log.append(mark(marked))
                    .invoke(() -> mayGoOn.accept(marked))
                    .subscribeAsCompletionStage());
            if (offset % 10 == 9) {
                var _ = log.commit().onFailure().recoverWithNull().subscribeAsCompletionStage();
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        return marks;
    }

    /** Leaves a checkpoint that knows nothing. */
    private Inheritance beginAnew(int partition) {
        Inheritance owner = takeOver(partition);
        Checkpoint nothing =
                new Checkpoint(owner.topicId(), 0, List.of(), List.of(), List.of(), 0, 0, List.of(), List.of());
        var _ = owner.log().checkpoint(() -> nothing).await().atMost(PATIENCE);
        return owner;
    }

    private void assertShutOut(Inheritance owner, LogEntry entry) {
        CompletableFuture<Void> late = owner.log().append(entry).subscribeAsCompletionStage();
        await().atMost(PATIENCE).until(late::isDone);
        assertThat(late).isCompletedExceptionally();
        assertThat(late.exceptionNow()).isInstanceOf(NotWrittenException.class);
        await().atMost(PATIENCE).until(() -> broken.size() == 1); // said right after
    }

    @Test
    void shouldBeInDoubtOnlyAboutWhatTheOwnerBeforeMayHaveCalled() {
        // given
        backlog(8, 2);
        Inheritance first = takeOver(8);
        append(first, first.checkpoint());
        // when nobody has called anything
        Inheritance second = takeOver(8);
        append(second, second.checkpoint());
        // then
        assertThat(endingOf(second, 0)).isInstanceOf(Failed.class);
        // when the first one was called
        Inheritance third = takeOver(8);
        append(third, third.checkpoint());
        // then
        assertThat(third.reservedBelow()).isEqualTo(2);
        assertThat(endingOf(third, 0)).isInstanceOf(InDoubt.class);
        // when something new is written
        backlog(8, 1);
        // then
        assertThat(endingOf(third, 2)).isInstanceOf(Failed.class);
    }

    @Test
    void shouldBeInDoubtAboutAllThatAnEarlierVersionMayHaveRead() {
        // given
        backlog(9, 3);
        Inheritance before = takeOver(9);
        append(
                before,
                new Checkpoint(
                        before.topicId(), 0, List.of(), List.of(), List.of(), 0, Checkpoint.ANY, List.of(), List.of()));
        // when
        Inheritance found = takeOver(9);
        // then
        assertThat(found.reservedBelow()).isEqualTo(3);
    }

    @Test
    void shouldFindTheCallsThatTheOwnerBeforeHasGivenUpInDoubtAndWhatItHasCounted() {
        // given
        LateCall early = new LateCall(1, THEN);
        LateCall late = new LateCall(2, THEN.plusSeconds(5));
        DayCount day = new DayCount("default", LocalDate.parse("2026-11-21"), 17);
        Inheritance before = takeOver(10);
        append(before, new LateCall(3, THEN));
        append(before, before.checkpoint(List.of(), 0, 0, List.of(early), List.of(day)));
        append(before, late);
        // when
        Inheritance found = takeOver(10);
        // then
        assertThat(found.lateCalls()).containsExactly(early, late);
        assertThat(found.dayCounts()).containsExactly(day);
    }

    private void backlog(int partition, int records) {
        try (TopicWriter commands = new TopicWriter(kafka, COMMANDS.name())) {
            for (int i = 0; i < records; i++) {
                commands.send(partition, "pump-1", "{}");
            }
        }
    }

    /** How a command ends that may be called more than once, and whose device the hub does not know. */
    private static CommandEvent endingOf(Inheritance owner, long offset) {
        return carryOut(owner, offset, Delivery.AT_LEAST_ONCE, new HubWithoutDevices(), CLOCK)
                .await()
                .atMost(PATIENCE);
    }

    private static Uni<CommandEvent> carryOut(
            Inheritance owner, long offset, Delivery delivery, HubCommands hub, Clock clock) {
        TopicPartition partition = new TopicPartition(COMMANDS.name(), 8);
        Tenure tenure =
                OpenTenures.parking(partition, owner, new EventPositions(), Parkings.none(), (_, _) -> {}, clock);
        Instant now = clock.instant();
        DirectMethod command = new DirectMethod(
                command("c-" + offset),
                new Method("reboot", IntNode.valueOf(3), Duration.ZERO, Duration.ofSeconds(30)),
                new Terms(now.plus(PATIENCE), delivery, 1, WhenOffline.FAIL, Priority.INTERACTIVE));
        RequestMeta meta = new RequestMeta(
                now, new Source(COMMANDS.name(), 8, offset), RequestedBy.NOBODY, null, "v1:digest", null);
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
        Dispatcher dispatcher = new Dispatcher(
                new Hubs(List.of(new Hub("default", hub, TestPacers.unpaced(2, clock)))),
                new RetryPolicy(backoff, backoff, new Random(1)),
                _ -> Uni.createFrom().voidItem(),
                new TestLease(),
                new CallMeters(new SimpleMeterRegistry()),
                clock);
        return dispatcher.dispatch(
                new Received(command, meta),
                new Claim(tenure, offset).leaveFor(command),
                new HeldCommands().hold(command.id(), command));
    }

    private static final class HubWithoutDevices implements HubCommands {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public Uni<MethodResult> invoke(MethodCall call) {
            calls.incrementAndGet();
            return Uni.createFrom()
                    .failure(new HubException(new DeviceNotFound(new Evidence("unknown", 404001, null)), null));
        }

        @Override
        public Uni<Enqueued> send(OutgoingMessage message) {
            throw new AssertionError("no message is sent here");
        }

        @Override
        public void close() {
            // nothing to free
        }
    }

    private Inheritance takeOver(int partition) {
        return takeOver(partition, UnaryOperator.identity());
    }

    private Inheritance takeOver(int partition, UnaryOperator<Producer<byte[], byte[]>> with) {
        TopicFacts facts = new TopicFacts(admin, "take-over-it");
        RepeatMemory memory = new RepeatMemory(Duration.ofHours(1), 1_000, CLOCK);
        EventHistory history =
                new EventHistory(facts, reader, memory, new SimpleMeterRegistry().timer("restore"), CLOCK);
        TakeOver takeOver = new TakeOver(
                number -> with.apply(producer(number)), facts, reader, history, new Partitioning(), threads);
        return takeOver.of(new TopicPartition(COMMANDS.name(), partition), broken::add);
    }

    private Producer<byte[], byte[]> producer(int partition) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "take-over-it-" + partition),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }

    /** A real producer, but for one moment: as if its process were stopped there, what it has sent being in Kafka. */
    @SuppressWarnings("unchecked") // a proxy of that interface
    private Producer<byte[], byte[]> stopping(String before, Producer<byte[], byte[]> real) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                TakeOverIT.class.getClassLoader(), new Class<?>[] {Producer.class}, (_, method, arguments) -> {
                    if (method.getName().equals(before) && stopped.getCount() > 0) {
                        real.flush();
                        stopped.countDown();
                        goesOn.await();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                    }
                });
    }

    private static void append(Inheritance owner, LogEntry entry) {
        CommandLog log = owner.log();
        log.append(entry).await().atMost(PATIENCE);
    }

    private static CommandId command(String id) {
        return new CommandId("default", "pump-1", null, id);
    }

    private void event(int partition, Instant time, String commandId, String name, String more) {
        try (TopicWriter events = new TopicWriter(kafka, Topics.COMMAND_EVENTS)) {
            String json = """
                    {"event": "%s", "final": %s, "hub": "default", "deviceId": "pump-1", "commandId": "%s",
                     "source": {"topic": "%s", "partition": %d, "offset": 1}%s}
                    """.formatted(name, !name.equals("parked"), commandId, COMMANDS.name(), partition, more);
            events.send(new ProducerRecord<>(
                    Topics.COMMAND_EVENTS, partition, time.toEpochMilli(), null, json.getBytes(UTF_8)));
        }
    }

    private void event(int partition, long offset, String name) {
        try (TopicWriter events = new TopicWriter(kafka, Topics.COMMAND_EVENTS)) {
            events.send(partition, "pump-1", """
                    {"event": "%s", "final": true, "time": "2026-11-21T10:00:00Z", "hub": "default",
                     "deviceId": "pump-1", "commandId": "c-1", "type": "direct-method", "attempts": 1,
                     "source": {"topic": "%s", "partition": %d, "offset": %d}, "digest": "v1:0",
                     "status": 200, "payload": null, "reason": "DEVICE_NOT_ONLINE", "until": "2026-11-21T10:00:00Z"}
                    """.formatted(name, COMMANDS.name(), partition, offset));
        }
    }

    private static Mark mark(long offset) {
        return new Mark(offset, "pump-1", THEN);
    }
}
