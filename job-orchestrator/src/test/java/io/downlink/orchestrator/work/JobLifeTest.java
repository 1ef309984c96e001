package io.downlink.orchestrator.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.DeviceJobPage.DeviceError;
import io.downlink.hub.DeviceJobPage.Response;
import io.downlink.hub.DeviceJobPage.Row;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.JobSnapshot;
import io.downlink.hub.JobSnapshot.DeviceCounts;
import io.downlink.hub.JobStatus;
import io.downlink.orchestrator.life.JobState;
import io.downlink.orchestrator.life.Life;
import io.downlink.orchestrator.world.Asked;
import io.downlink.orchestrator.world.Bench;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The order in which things are written, told and asked, with a hub that is played. */
class JobLifeTest {
    private static final Evidence EVIDENCE = new Evidence("lost", null, null);
    private static final HubFailure LOST = new HubFailure.ConnectionLost(EVIDENCE);

    private static final int MANY = 2_000;

    private final Bench bench = new Bench();

    @Test
    void shouldWriteTheStateBeforeTheEventAndAcknowledgeLast() {
        // when
        bench.schedule("a");
        // then
        assertThat(bench.happened()).containsExactly("state kept a", "event accepted a", "acknowledged");
    }

    @Test
    void shouldWriteTheIntentionBeforeTheHubIsGivenTheJob() {
        // given
        bench.schedule("a");
        bench.happened();
        // when
        bench.tick();
        // then
        assertThat(bench.happened())
                .containsExactly("GET a", "state scheduling a", "PUT a", "state in-hub a", "event scheduled a");
    }

    @Test
    void shouldTellProgressOnlyWhenTheCountsChangeAndEndWithoutAQueryWhereNoneFailed() {
        // given
        inHub("a");
        // when
        bench.hub.goesOn("a", JobStatus.RUNNING, new DeviceCounts(2, 1, 0, 1, 0));
        bench.tick();
        bench.tick();
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(2, 2, 0, 0, 0));
        bench.tick();
        bench.tick();
        // then
        assertThat(bench.happened())
                .containsExactly(
                        "LIST RUNNING",
                        "state in-hub a",
                        "event progress a",
                        "LIST RUNNING",
                        "LIST RUNNING",
                        "GET a",
                        "state ended a",
                        "event completed a"); // and no call once nothing is in the hub
    }

    @Test
    void shouldTellThatAJobWaitsOnceAndTryAgainInTheOrderOfArrival() {
        // given
        bench.hub.has("theirs", JobStatus.RUNNING);
        bench.schedule("a");
        bench.schedule("b");
        bench.happened();
        // when
        bench.tick();
        // then
        assertThat(bench.happened())
                .containsExactly(
                        "GET a",
                        "state scheduling a",
                        "PUT a",
                        "state scheduling a",
                        "GET a",
                        "state kept a",
                        "event waiting a",
                        "state kept b",
                        "event waiting b");
        // when
        bench.tick();
        // then
        assertThat(bench.happened()).noneMatch(line -> line.startsWith("event")).doesNotContain("GET b");
        // when
        bench.hub.has("theirs", JobStatus.COMPLETED);
        bench.tick();
        // then
        assertThat(bench.happened()).contains("event scheduled a").doesNotContain("event scheduled b");
        assertThat(bench.hub.jobIds()).containsExactly("theirs", "a");
    }

    @Test
    void shouldGiveTheSlotToAnInteractiveJobBeforeABulkOneThatCameEarlier() {
        // given
        bench.hub.has("theirs", JobStatus.RUNNING);
        bench.schedule("bulk", ", \"priority\": \"bulk\"");
        bench.schedule("interactive", ", \"priority\": \"interactive\"");
        bench.tick();
        // when
        bench.hub.has("theirs", JobStatus.COMPLETED);
        bench.tick();
        // then
        assertThat(bench.hub.jobIds()).containsExactly("theirs", "interactive");
    }

    @Test
    void shouldAskLessOftenWhileNothingHappensAndOfferLittleToAHubThatIsFullOfOurs() {
        // given
        Bench bench = new Bench(new HubFollower.LookPace(Duration.ofSeconds(5), Duration.ofSeconds(60)));
        bench.schedule("a");
        bench.schedule("b");
        bench.tick();
        bench.hub.goesOn("a", JobStatus.RUNNING, new DeviceCounts(2, 1, 0, 1, 0));
        bench.happened();
        // when
        for (int tick = 0; tick < 120; tick++) {
            bench.clock.pass(Duration.ofSeconds(5));
            bench.tick();
        }
        // then: in ten minutes
        List<String> happened = bench.happened();
        assertThat(happened).filteredOn(line -> line.startsWith("LIST")).hasSizeBetween(10, 20);
        assertThat(happened).filteredOn(line -> line.equals("PUT b")).hasSizeBetween(8, 14);
        // when
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(2, 2, 0, 0, 0));
        for (int tick = 0; tick < 12; tick++) {
            bench.clock.pass(Duration.ofSeconds(5));
            bench.tick();
        }
        // then
        assertThat(bench.happened()).contains("event completed a", "event scheduled b");
    }

    @Test
    void shouldGiveAHubThousandsOfJobsInOneLook() {
        // given
        bench.hub.slots(MANY);
        IntStream.range(0, MANY).forEach(i -> bench.schedule("a" + i));
        // when
        bench.tick();
        // then
        assertThat(bench.hub.jobIds()).hasSize(MANY);
    }

    @Test
    void shouldReadThousandsOfPagesInOneLook() {
        // given
        Bench bench = Bench.withoutAPace();
        bench.schedule("a");
        bench.tick();
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(MANY, 0, MANY, 0, 0));
        bench.hub.tells(
                "a",
                IntStream.range(0, MANY)
                        .mapToObj(i -> page(i == MANY - 1 ? null : Integer.toString(i + 1), row("d" + i, "failed")))
                        .toList());
        // when
        bench.tick();
        // then
        assertThat(bench.happened())
                .contains("event completed a")
                .filteredOn(line -> line.startsWith("outcome"))
                .hasSize(MANY);
    }

    @Test
    void shouldKeepAJobUntilItsTimeHasCome() {
        // given
        bench.schedule("a", ", \"startTime\": \"%s\"".formatted(Asked.NOW.plusSeconds(60)));
        bench.happened();
        // when
        bench.clock.pass(Duration.ofSeconds(59));
        bench.tick();
        // then
        assertThat(bench.happened()).isEmpty();
        // when
        bench.clock.pass(Duration.ofSeconds(1));
        bench.tick();
        // then
        assertThat(bench.happened()).contains("PUT a", "event scheduled a");
    }

    @Test
    void shouldSettleALostAnswerByAskingAndNotScheduleTwice() {
        // given
        bench.schedule("a");
        bench.hub.thenFailsToAnswer(true, LOST);
        // when
        bench.tick();
        assertThat(bench.happened()).contains("PUT a").doesNotContain("event scheduled a");
        bench.tick();
        // then
        assertThat(bench.happened()).contains("event scheduled a").doesNotContain("PUT a");
    }

    @Test
    void shouldGiveAJobAgainThatTheHubHasNotKnownForAMinute() {
        // given
        bench.schedule("a");
        bench.hub.thenFailsToAnswer(false, LOST);
        bench.tick();
        bench.tick();
        bench.clock.pass(Duration.ofSeconds(59));
        bench.tick();
        assertThat(bench.happened().stream().filter(line -> line.equals("PUT a")))
                .hasSize(1);
        // when
        bench.clock.pass(Duration.ofSeconds(1));
        bench.tick();
        // then
        assertThat(bench.happened()).contains("PUT a", "event scheduled a");
    }

    @Test
    void shouldTakeBackAJobThatTheHubHasNotKnownForAMinuteAndNotStartIt() {
        // given: the hub never says whether it took it
        bench.schedule("a");
        bench.hub.thenFailsToAnswer(false, LOST);
        bench.tick();
        bench.tick();
        bench.clock.pass(Duration.ofSeconds(60));
        bench.happened();
        // when
        bench.cancel("a");
        bench.tick();
        // then
        assertThat(bench.happened()).contains("event cancelled a").doesNotContain("PUT a");
    }

    @Test
    void shouldLetOthersGoFirstAndPauseWhereTheHubNeverSaysWhetherItTookAJob() {
        // given
        bench.schedule("a");
        bench.schedule("b");
        bench.hub.neverAnswers("PUT a", LOST);
        bench.tick();
        bench.tick();
        bench.happened();
        // when
        bench.clock.pass(Duration.ofSeconds(60));
        bench.tick();
        // then
        assertThat(bench.happened()).contains("event scheduled b");
        // when: it is alone
        bench.hub.goesOn("b", JobStatus.COMPLETED, new DeviceCounts(0, 0, 0, 0, 0));
        for (int second = 0; second < 600; second++) {
            bench.tick();
            bench.clock.pass(Duration.ofSeconds(1));
        }
        // then: given again every two minutes, and in the minute between it can be taken back
        assertThat(bench.happened().stream().filter(line -> line.equals("PUT a")))
                .hasSizeBetween(4, 6);
        assertThat(bench.jobs.that(job -> job.id().jobId().equals("a"))).hasSize(1);
    }

    @Test
    void shouldOfferTheOthersWhereTheHubNeverSaysHowOneStands() {
        // given
        bench.hub.slots(3);
        bench.schedule("a");
        bench.schedule("b");
        bench.hub.neverAnswers("GET a", new HubFailure.AnswerUnreadable(EVIDENCE));
        bench.happened();
        // when
        bench.tick();
        // then
        assertThat(bench.happened()).startsWith("GET a", "GET b").contains("event scheduled b");
        // when
        bench.schedule("c");
        bench.tick();
        // then: and it is behind them from now on
        assertThat(bench.happened()).contains("event scheduled c").containsSubsequence("GET c", "GET a");
        // when
        bench.hub.answers("GET a");
        bench.tick();
        // then
        assertThat(bench.happened()).contains("event scheduled a");
    }

    @Test
    void shouldAskAHubThatSaysNothingOfAnyJobAboutFewOfThem() {
        // given
        IntStream.range(0, 20).forEach(i -> bench.schedule("a" + i));
        bench.happened();
        // when
        bench.hub.isSilent(LOST);
        bench.tick();
        bench.tick();
        // then: and their order stays
        assertThat(bench.happened()).containsExactly("GET a0", "GET a1", "GET a2", "GET a0", "GET a1", "GET a2");
    }

    @Test
    void shouldOfferNoJobWhileItIsOpenWhetherAnEarlierOneWasTaken() {
        // given
        bench.schedule("a");
        bench.schedule("b");
        bench.hub.thenFailsToAnswer(false, LOST);
        // when
        bench.tick();
        bench.tick();
        // then
        assertThat(bench.happened()).contains("PUT a").doesNotContain("GET b");
    }

    @Test
    void shouldFollowAJobOfWhichTheHubSaysThatItExistsAlready() {
        // given: the JDK repeats a PUT whose first answer was lost
        bench.schedule("a");
        bench.hub.thenFailsToAnswer(true, new HubFailure.JobAlreadyExists(EVIDENCE));
        // when
        bench.tick();
        // then
        assertThat(bench.happened()).contains("event scheduled a");
    }

    @Test
    void shouldNotCallAJobWaitingThatTheHubTookAlthoughItSaysThatItIsFull() {
        // given: the repeated PUT finds the only slot taken by the first
        bench.schedule("a");
        bench.hub.thenFailsToAnswer(true, new HubFailure.JobSlotsFull(EVIDENCE));
        // when
        bench.tick();
        // then
        assertThat(bench.happened()).contains("event scheduled a").doesNotContain("event waiting a");
    }

    @Test
    void shouldFailWithoutSchedulingWhereTheIdIsTaken() {
        // given
        bench.hub.has("a", JobStatus.COMPLETED);
        bench.schedule("a");
        // when
        bench.tick();
        // then
        assertThat(bench.happened()).contains("event failed a").doesNotContain("PUT a");
        assertThat(last().path("reason").asText()).isEqualTo("JOB_ID_IN_USE");
    }

    @Test
    void shouldFailWithTheHubsWordsWhereTheHubEndsTheJobAsFailed() {
        // given
        inHub("a");
        // when
        bench.hub.has("a", JobStatus.FAILED);
        bench.tick();
        // then
        assertThat(last().path("event").asText()).isEqualTo("failed");
        assertThat(last().path("reason").asText()).isEqualTo("JOB_FAILED");
        assertThat(last().path("detail").asText()).isEqualTo("it cannot be read");
    }

    @Test
    void shouldTellFailedDevicesPageByPageBeforeTheEnd() {
        // given
        inHub("a");
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(4, 2, 2, 0, 0));
        bench.hub.tells(
                "a",
                List.of(
                        page("1", row("d1", "completed"), row("d2", "failed")),
                        page(null, row("d3", "failed"), row("d4", "completed"))));
        // when
        bench.tick();
        // then
        assertThat(bench.happened())
                .containsExactly(
                        "LIST RUNNING",
                        "GET a",
                        "state reading-outcomes a",
                        "event progress a",
                        "FAILED a null",
                        "state reading-outcomes a",
                        "outcome failed d2",
                        "event progress a",
                        "FAILED a 1",
                        "state ended a",
                        "outcome failed d3",
                        "event completed a");
        assertThat(bench.told.get(bench.told.size() - 3).path("outcomesRead").asInt())
                .isEqualTo(1);
    }

    @Test
    void shouldExpectTheRestByTheNumberOfThoseThatFailed() {
        // given
        inHub("a");
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(100, 98, 2, 0, 0));
        bench.hub.tells("a", List.of(page("1", row("d1", "failed")), page(null, row("d2", "failed"))));
        // when
        bench.tick();
        // then: one more page
        assertThat(bench.told.stream()
                        .filter(told -> told.path("outcomesRead").asInt() == 1)
                        .map(told -> told.path("restExpectedAt").asText()))
                .containsExactly(bench.clock
                        .instant()
                        .plus(Duration.ofMinutes(1).dividedBy(Bench.PER_MINUTE))
                        .toString());
    }

    @Test
    void shouldReadForSomeSecondsAtATimeAndThenWhatWasReadLongestAgo() {
        // given
        Bench bench = Bench.withoutAPace();
        bench.hub.slots(2);
        bench.schedule("a");
        bench.schedule("b");
        bench.tick();
        for (String job : List.of("a", "b")) {
            bench.hub.goesOn(job, JobStatus.COMPLETED, new DeviceCounts(2, 0, 2, 0, 0));
            bench.hub.tells(job, List.of(page("1", row("d1", "failed")), page(null, row("d2", "failed"))));
            bench.hub.whenAsked("FAILED " + job + " null", () -> bench.clock.pass(Duration.ofSeconds(5)));
        }
        bench.happened();
        // when
        bench.tick();
        List<String> first = bench.happened();
        bench.tick();
        // then
        assertThat(first).contains("FAILED a null").doesNotContain("FAILED a 1", "FAILED b null");
        assertThat(bench.happened()).contains("FAILED b null").doesNotContain("FAILED a 1", "FAILED b 1");
    }

    @Test
    void shouldNotMakeAPageIntoRecordsOnTheThreadOnWhichTheHubAnswers() {
        // given
        inHub("a");
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(1, 0, 1, 0, 0));
        bench.hub.tells("a", List.of(page(null, row("d1", "failed"))));
        Deque<Runnable> elsewhere = new ArrayDeque<>();
        bench.worksOn(elsewhere::add);
        // when
        CompletableFuture<?> tick = bench.ticking();
        // then
        assertThat(bench.happened()).endsWith("FAILED a null");
        elsewhere.remove().run();
        tick.join();
        assertThat(bench.happened()).contains("outcome failed d1", "event completed a");
    }

    @Test
    void shouldReadTheOutcomesOfOtherJobsWhereTheHubDoesNotAnswerAboutOne() {
        // given
        bench.hub.slots(2);
        bench.schedule("a");
        bench.schedule("b");
        bench.tick();
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(1, 0, 1, 0, 0));
        bench.hub.goesOn("b", JobStatus.COMPLETED, new DeviceCounts(1, 0, 1, 0, 0));
        bench.hub.neverAnswers("FAILED a null", LOST);
        // when
        bench.tick();
        // then
        assertThat(bench.happened()).contains("event completed b").doesNotContain("event completed a");
    }

    @Test
    void shouldEndWithoutTheOutcomesThatCanNeverBeRead() {
        // given
        inHub("a");
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(2, 0, 2, 0, 0));
        bench.hub.tells("a", List.of(page("1", row("d1", "failed")), page(null)));
        bench.hub.neverAnswers("FAILED a 1", new HubFailure.AnswerUnreadable(EVIDENCE));
        // when
        for (int tick = 0; tick < 25; tick++) {
            bench.tick();
            bench.clock.pass(Duration.ofSeconds(5));
        }
        // then
        List<String> happened = bench.happened();
        assertThat(happened).filteredOn(line -> line.equals("FAILED a 1")).hasSize(20);
        assertThat(happened)
                .filteredOn(line -> line.equals("outcome failed d1"))
                .hasSize(1);
        assertThat(happened).contains("event completed a");
        assertThat(last().path("devices").path("failed").asInt()).isEqualTo(2);
    }

    @Test
    void shouldTellEveryDeviceOfManyPagesThoughEachIsCutOnce() {
        // given
        int pages = 2 * Life.UNREADABLE_MAX;
        inHub("a");
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(pages, 0, pages, 0, 0));
        bench.hub.tells(
                "a",
                IntStream.range(0, pages)
                        .mapToObj(i -> page(i == pages - 1 ? null : Integer.toString(i + 1), row("d" + i, "failed")))
                        .toList());
        Set<String> cut = new HashSet<>();
        IntStream.range(0, pages)
                .mapToObj(i -> "FAILED a " + (i == 0 ? null : i))
                .forEach(query -> {
                    bench.hub.neverAnswers(query, new HubFailure.AnswerUnreadable(EVIDENCE));
                    bench.hub.whenAsked(query, () -> {
                        if (!cut.add(query)) {
                            bench.hub.answers(query);
                        }
                    });
                });
        // when
        for (int tick = 0; tick < 4 * pages; tick++) {
            bench.tick();
            bench.clock.pass(Duration.ofSeconds(5));
        }
        // then
        List<String> happened = bench.happened();
        assertThat(happened).filteredOn(line -> line.startsWith("outcome")).hasSize(pages);
        assertThat(happened).contains("event completed a");
    }

    @Test
    void shouldTellAPageThatIsReadAnewWithTheIdsThatItsOutcomesHad() {
        // given
        inHub("a");
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(2, 0, 2, 0, 0));
        bench.hub.tells("a", List.of(page("1", row("d1", "failed")), page(null, row("d2", "failed"))));
        bench.hub.neverAnswers("FAILED a 1", new HubFailure.Refused(EVIDENCE));
        bench.tick();
        // when
        bench.hub.answers("FAILED a 1");
        bench.tick();
        // then
        List<String> ids = IntStream.range(0, bench.told.size())
                .filter(i -> bench.told.get(i).path("deviceId").asText().equals("d1"))
                .mapToObj(bench.eventIds::get)
                .toList();
        assertThat(ids).hasSize(2);
        assertThat(new HashSet<>(ids)).hasSize(1);
        assertThat(bench.happened()).containsOnlyOnce("outcome failed d2").contains("event completed a");
    }

    @Test
    void shouldEndWhereTheHubRefusesEveryContinuation() {
        // given
        inHub("a");
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(2, 0, 2, 0, 0));
        bench.hub.tells("a", List.of(page("1", row("d1", "failed")), page(null)));
        bench.hub.neverAnswers("FAILED a 1", new HubFailure.Refused(EVIDENCE));
        // when
        for (int tick = 0; tick < 60; tick++) {
            bench.tick();
            bench.clock.pass(Duration.ofSeconds(5));
        }
        // then
        assertThat(bench.happened()).contains("event completed a");
    }

    @Test
    void shouldTellAnAnswerThatCannotBeHeldAsJsonAsAString() {
        // given
        bench.schedule("a", ", \"deviceOutcomes\": \"all\"");
        bench.tick();
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(1, 1, 0, 0, 0));
        bench.hub.tells("a", List.of(page(null, answered("d1", "1e99999999999"))));
        // when
        bench.tick();
        // then
        assertThat(bench.happened()).contains("outcome completed d1", "event completed a");
        assertThat(bench.told.stream()
                        .map(told -> told.path("response").path("payload").textValue()))
                .contains("1e99999999999");
    }

    @Test
    void shouldTellAnOutcomeWithoutItsPayloadWhereThatIsTooLarge() {
        // given
        Bench bench = new Bench(8192);
        bench.schedule("a", ", \"deviceOutcomes\": \"all\"");
        bench.tick();
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(1, 1, 0, 0, 0));
        bench.hub.tells("a", List.of(page(null, answered("d1", "\"" + "x".repeat(4096) + "\""))));
        // when
        bench.tick();
        // then
        assertThat(bench.happened()).contains("outcome completed d1", "event completed a");
        assertThat(bench.told.stream()
                        .filter(told -> told.path("deviceId").asText().equals("d1")))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.path("response").path("status").asInt()).isEqualTo(200);
                    assertThat(told.path("response").path("payload").isNull()).isTrue();
                });
    }

    @Test
    void shouldReadOutcomesAtThePaceOfTheHub() {
        // given
        inHub("a");
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(100, 0, 100, 0, 0));
        bench.hub.tells(
                "a",
                IntStream.range(0, 100)
                        .mapToObj(i -> page(i == 99 ? null : Integer.toString(i + 1), row("d" + i, "failed")))
                        .toList());
        // when
        for (int second = 0; second < 60; second++) {
            bench.tick();
            bench.clock.pass(Duration.ofSeconds(1));
        }
        // then: what was saved up, and the pace
        assertThat(bench.happened().stream().filter(line -> line.startsWith("FAILED")))
                .hasSize(Bench.PER_MINUTE + Bench.PER_MINUTE / 4);
    }

    @Test
    void shouldTakeBackAJobThatTheHubNeverHad() {
        // given
        bench.schedule("a");
        bench.happened();
        // when
        bench.cancel("a");
        bench.tick();
        // then
        assertThat(bench.happened()).containsExactly("state ended a", "event cancelled a", "acknowledged");
        assertThat(last().path("source").path("offset").asInt()).isZero();
    }

    @Test
    void shouldTakeBackAJobThatHasNotBegunInTheHub() {
        // given
        inHub("a");
        // when
        bench.cancel("a");
        // then
        assertThat(bench.happened()).containsExactly("CANCEL a", "state ended a", "event cancelled a", "acknowledged");
    }

    @Test
    void shouldRefuseToTakeBackAJobThatRunsAndFollowItOn() {
        // given
        inHub("a");
        bench.hub.goesOn("a", JobStatus.RUNNING, new DeviceCounts(1, 0, 0, 1, 0));
        // when
        bench.cancel("a");
        // then
        assertThat(bench.happened()).containsExactly("CANCEL a", "event cancel-refused a", "acknowledged");
        assertThat(last().path("source").path("offset").asInt()).isEqualTo(1);
        bench.tick();
        assertThat(bench.happened()).contains("event progress a");
    }

    @Test
    void shouldRefuseToTakeBackWhatItDoesNotKnow() {
        bench.cancel("a");
        assertThat(bench.happened()).containsExactly("event cancel-refused a", "acknowledged");
    }

    @Test
    void shouldSayNothingOfARepeatAndFailAnotherRequestWithAKnownId() {
        // given
        bench.schedule("a");
        bench.happened();
        // when
        bench.schedule("a", ", \"context\": 1");
        // then
        assertThat(bench.happened()).containsExactly("acknowledged");
        // when
        bench.schedule("a", ", \"maxExecutionTime\": \"PT5M\"");
        // then
        assertThat(bench.happened()).containsExactly("event failed a", "acknowledged");
        assertThat(last().path("reason").asText()).isEqualTo("JOB_ID_IN_USE");
        assertThat(last().path("source").path("offset").asInt()).isEqualTo(2);
    }

    @Test
    void shouldNotGiveTheHubAJobWhoseIntentionIsOld() {
        // given: the process stands still between the intention and the call, or Kafka takes its time
        bench.schedule("a");
        bench.happened();
        bench.holdAcknowledgements();
        CompletableFuture<?> tick = bench.ticking();
        // when
        bench.clock.pass(JobState.FRESH);
        bench.acknowledgeAgain();
        tick.join();
        // then
        assertThat(bench.happened()).containsExactly("GET a", "state scheduling a");
        // when: it is settled as any other of which nobody knows whether the hub has it
        bench.tick();
        bench.clock.pass(Life.UNKNOWN_FOR);
        bench.tick();
        // then
        assertThat(bench.happened()).contains("PUT a", "event scheduled a");
    }

    @Test
    void shouldLeaveAPageThatAnotherOneWasToldInsteadOf() {
        // given
        inHub("a");
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(2, 0, 2, 0, 0));
        bench.hub.tells("a", List.of(page("1", row("d1", "failed")), page(null, row("d2", "failed"))));
        bench.hub.whenAsked("FAILED a null", () -> {
            bench.hub.whenAsked("FAILED a null", () -> {});
            bench.tick();
        });
        // when
        bench.tick();
        // then
        assertThat(bench.happened())
                .filteredOn(line -> line.startsWith("outcome"))
                .containsExactly("outcome failed d1", "outcome failed d2");
    }

    @Test
    void shouldAskAgainWhenTheHubDoesNotAnswer() {
        // given
        inHub("a");
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(0, 0, 0, 0, 0));
        bench.hub.isSilent(LOST);
        bench.tick();
        assertThat(bench.happened()).containsExactly("LIST RUNNING");
        // when
        bench.hub.isSilent(null);
        bench.tick();
        // then
        assertThat(last().path("event").asText()).isEqualTo("completed");
    }

    @Test
    void shouldForgetAJobThirtyDaysAfterItsEnd() {
        // given
        bench.schedule("a");
        bench.cancel("a");
        bench.happened();
        bench.clock.pass(Duration.ofDays(30));
        bench.tick();
        assertThat(bench.happened()).isEmpty();
        // when
        bench.clock.pass(Duration.ofMillis(1));
        bench.tick();
        // then
        assertThat(bench.happened()).containsExactly("forget default/a");
        assertThat(bench.jobs.that(_ -> true)).isEmpty();
    }

    @Test
    void shouldTellWhatIsWrongWithARequest() {
        // when
        bench.schedule(
                "a",
                ", \"startTime\": \"%s\""
                        .formatted(Asked.NOW.plus(Duration.ofDays(7)).plusMillis(1)));
        bench.schedule("b", ", \"hub\": \"elsewhere\"");
        bench.read("?", "no JSON");
        // then
        assertThat(bench.happened())
                .containsExactly(
                        "event invalid a",
                        "acknowledged",
                        "event failed b",
                        "acknowledged",
                        "dead letter",
                        "acknowledged");
        assertThat(bench.told.getFirst().path("problems").get(0).path("field").asText())
                .isEqualTo("startTime");
        assertThat(last().path("reason").asText()).isEqualTo("HUB_UNKNOWN");
        // and a start just within the limit is taken
        bench.schedule("c", ", \"startTime\": \"%s\"".formatted(Asked.NOW.plus(Duration.ofDays(7))));
        assertThat(bench.happened()).contains("event accepted c");
    }

    private void inHub(String jobId) {
        bench.schedule(jobId);
        bench.tick();
        bench.happened();
    }

    private JsonNode last() {
        return bench.told.getLast();
    }

    private static DeviceJobPage page(@Nullable String continuation, Row... rows) {
        return new DeviceJobPage(List.of(rows), continuation);
    }

    private static Row answered(String deviceId, String payload) {
        return new Row(
                "a", deviceId, null, JobSnapshot.Kind.METHOD, "completed", Asked.NOW, new Response(200, payload), null);
    }

    private static Row row(String deviceId, String status) {
        boolean failed = status.equals("failed");
        return new Row(
                "a",
                deviceId,
                null,
                JobSnapshot.Kind.METHOD,
                status,
                Asked.NOW,
                failed ? null : new Response(200, "{\"locked\":true}"),
                failed ? new DeviceError("DeviceNotOnline", null) : null);
    }
}
