package io.downlink.localstack.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.downlink.localstack.verdict.JobEvidence.Asked;
import io.downlink.localstack.verdict.JobEvidence.Counts;
import io.downlink.localstack.verdict.JobEvidence.Kin;
import io.downlink.localstack.verdict.JobEvidence.OnRecord;
import io.downlink.localstack.verdict.JobEvidence.Outcome;
import io.downlink.localstack.verdict.JobEvidence.Told;
import io.downlink.localstack.verdict.JobEvidence.ToldOutcome;
import io.downlink.localstack.verdict.JobVerdict.Broken;
import io.downlink.localstack.verdict.JobVerdict.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobVerdictTest {
    private static final Counts COUNTS = new Counts(2, 1, 1);
    private static final Counts NONE = new Counts(0, 0, 0);
    private static final Outcome DONE = new Outcome("d1", "completed");
    private static final Outcome FAILED = new Outcome("d2", "failed");

    private final List<Asked> asked = new ArrayList<>(List.of(asked("j", "all")));
    private final List<Told> told = new ArrayList<>();
    private final List<ToldOutcome> outcomes = new ArrayList<>();
    private final Map<String, OnRecord> hub =
            new HashMap<>(Map.of("j", new OnRecord("completed", COUNTS, List.of(DONE, FAILED))));

    @Test
    void shouldFindNothingWhereTopicsAndHubSayTheSame() {
        assertThat(completed().on()).isEmpty();
    }

    @Test
    void shouldCallAJobWithoutAnEndLost() {
        told.add(event("accepted", false, NONE));
        assertThat(on()).containsExactly(Promise.ENDED);
    }

    @Test
    void shouldCallAJobLostThatIsToldAsFailedOrThatTheHubNeverFinished() {
        told.add(new Told("j", "failed", true, "JOB_UNKNOWN", NONE, Kin.NONE));
        assertThat(on()).containsExactly(Promise.ENDED);
        told.clear();
        hub.put("j", new OnRecord("running", COUNTS, List.of()));
        assertThat(completed().on()).containsExactly(Promise.ENDED);
    }

    @Test
    void shouldSeeThatAJobWasScheduledTwice() {
        told.add(event("scheduled", false, NONE));
        assertThat(completed().on()).containsExactly(Promise.ONCE);
    }

    @Test
    void shouldSeeThatAJobRanThatWasTakenBackOrThatNobodyAskedFor() {
        told.add(event("cancelled", true, NONE));
        hub.put("stranger", new OnRecord("completed", NONE, List.of()));
        assertThat(on()).containsExactly(Promise.ONCE, Promise.ONCE);
    }

    @Test
    void shouldCountWhatIsMissingDoubledOrOtherThanTheHubHasIt() {
        completed();
        outcomes.remove(1);
        assertThat(on()).as("missing").containsExactly(Promise.COUNTED);
        outcomes.add(new ToldOutcome("j", FAILED));
        outcomes.add(new ToldOutcome("j", FAILED));
        assertThat(on()).as("doubled").containsExactly(Promise.COUNTED);
        outcomes.clear();
        outcomes.addAll(List.of(new ToldOutcome("j", DONE), new ToldOutcome("j", new Outcome("d2", "completed"))));
        assertThat(on()).as("other").containsExactly(Promise.COUNTED);
    }

    @Test
    void shouldCountWhereTheEndHasOtherCounts() {
        hub.put("j", new OnRecord("completed", new Counts(2, 2, 0), List.of(DONE, FAILED)));
        assertThat(completed().on()).containsExactly(Promise.COUNTED);
    }

    @Test
    void shouldExpectOnlyTheOutcomesThatAreWanted() {
        asked.set(0, asked("j", "failed"));
        completed();
        assertThat(on()).containsExactly(Promise.COUNTED);
        outcomes.removeFirst();
        assertThat(on()).isEmpty();
        asked.set(0, asked("j", "none"));
        assertThat(on()).containsExactly(Promise.COUNTED);
    }

    @Test
    void shouldReadWhatStandsOnTheTopics() {
        assertThat(Asked.read(bytes("{'type': 'schedule', 'jobId': 'j'}"))).contains(asked("j", "failed"));
        assertThat(Asked.read(bytes("{'type': 'cancel', 'jobId': 'j'}"))).isEqualTo(Optional.empty());
        assertThat(
                        Told.read(
                                bytes(
                                        "{'jobId': 'j', 'event': 'completed', 'final': true, 'devices': {'total': 2, 'succeeded': 1, 'failed': 1}}")))
                .isEqualTo(new Told("j", "completed", true, "", COUNTS, Kin.NONE));
        assertThat(ToldOutcome.read(bytes("{'jobId': 'j', 'deviceId': 'd2', 'hubStatus': 'failed'}")))
                .isEqualTo(new ToldOutcome("j", FAILED));
    }

    @Test
    void shouldWantTheFailedDevicesTriedAgainAndNoOthers() {
        // given
        asked.set(0, new Asked("j", "all", 1, false));
        completed();
        assertThat(on()).as("not tried again").containsExactly(Promise.ENDED);
        // when
        told.removeLast();
        told.add(new Told("j", "completed", true, "", COUNTS, new Kin("", "", List.of("j-retry-1"))));
        assertThat(on()).as("named, and never begun").containsExactly(Promise.ENDED, Promise.ENDED);
        followedUp("d2");
        // then
        assertThat(on()).isEmpty();
        hub.put("j-retry-1", new OnRecord("completed", new Counts(1, 0, 1), List.of(new Outcome("d1", "failed"))));
        assertThat(on()).as("another device").contains(Promise.ENDED);
        asked.set(0, asked("j", "all"));
        assertThat(on()).as("not asked for").contains(Promise.ENDED);
    }

    @Test
    void shouldJudgeJobsOnceThatNameEachOther() {
        // given
        asked.set(0, new Asked("j", "all", 1, false));
        completed();
        told.removeLast();
        told.add(followed("j", COUNTS, new Kin("", "", List.of("j-retry-1"))));
        followedUp("d2");
        told.removeLast();
        told.add(followed("j-retry-1", new Counts(1, 0, 1), new Kin("", "j", List.of("j"))));
        // when
        JobVerdict verdict = verdict();
        // then
        assertThat(verdict.jobs()).isEqualTo(2);
        assertThat(verdict.broken()).extracting(Broken::promise, Broken::jobId).contains(tuple(Promise.ONCE, "j"));
    }

    @Test
    void shouldJudgeAJobOnceThatTwoOthersName() {
        // given
        asked.set(0, new Asked("j", "all", 1, false));
        asked.add(new Asked("k", "all", 1, false));
        Kin followed = new Kin("", "", List.of("j-retry-1"));
        for (String jobId : List.of("j", "k")) {
            told.add(followed(jobId, COUNTS, followed));
            outcomes.addAll(List.of(new ToldOutcome(jobId, DONE), new ToldOutcome(jobId, FAILED)));
            hub.put(jobId, new OnRecord("completed", COUNTS, List.of(DONE, FAILED)));
        }
        followedUp("d2");
        // when
        JobVerdict verdict = verdict();
        // then
        assertThat(verdict.jobs()).isEqualTo(3);
        assertThat(verdict.broken())
                .extracting(Broken::promise, Broken::jobId)
                .containsExactly(tuple(Promise.ONCE, "j-retry-1"));
    }

    @Test
    void shouldJudgeEachRunOfARecurringJob() {
        // given
        asked.set(0, new Asked("r", "all", 0, true));
        told.add(new Told("r", "recurring", false, "", NONE, Kin.NONE));
        completed();
        told.replaceAll(one -> one.jobId().equals("j")
                ? new Told("j", one.event(), one.isFinal(), "", one.counts(), new Kin("r", "", List.of()))
                : one);
        assertThat(on()).as("without an end").containsExactly(Promise.ENDED);
        told.add(new Told("r", "cancelled", true, "", NONE, Kin.NONE));
        // then
        assertThat(on()).isEmpty();
        outcomes.removeFirst();
        assertThat(on()).as("of a run").containsExactly(Promise.COUNTED);
    }

    /** The job that tries a device again, and fails once more. */
    private void followedUp(String deviceId) {
        Counts counts = new Counts(1, 0, 1);
        told.add(new Told("j-retry-1", "completed", true, "", counts, new Kin("", "j", List.of())));
        outcomes.add(new ToldOutcome("j-retry-1", new Outcome(deviceId, "failed")));
        hub.put("j-retry-1", new OnRecord("completed", counts, List.of(new Outcome(deviceId, "failed"))));
    }

    private JobVerdictTest completed() {
        told.addAll(List.of(event("accepted", false, NONE), event("scheduled", false, NONE)));
        told.add(event("completed", true, COUNTS));
        outcomes.addAll(Stream.of(DONE, FAILED)
                .map(outcome -> new ToldOutcome("j", outcome))
                .toList());
        return this;
    }

    private List<Promise> on() {
        return verdict().broken().stream().map(Broken::promise).toList();
    }

    private JobVerdict verdict() {
        return JobVerdict.on(new JobEvidence(asked, told, outcomes, hub));
    }

    private static Told followed(String jobId, Counts counts, Kin kin) {
        return new Told(jobId, "completed", true, "", counts, kin);
    }

    private static Told event(String event, boolean isFinal, Counts counts) {
        return new Told("j", event, isFinal, "", counts, Kin.NONE);
    }

    private static Asked asked(String jobId, String wanted) {
        return new Asked(jobId, wanted, 0, false);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }
}
