package io.downlink.localstack.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.localstack.verdict.Violation.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

    @Test
    void shouldFindNothingWhereEveryPromiseWasKept() {
        // given
        World world = new World()
                .method("a")
                .repeatableMethod("b")
                .message("c")
                .method("d")
                .method("e")
                .executes("a")
                .ends("a", "completed")
                .executes("b")
                .executes("b")
                .ends("b", "completed")
                .takes("c")
                .ends("c", "enqueued")
                .ends("d", "failed")
                .line("received", "e")
                .ends("e", "in-doubt");
        // when
        Verdict verdict = world.verdict();
        // then
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.clean()).isTrue();
        assertThat(verdict.commands()).isEqualTo(5);
        assertThat(verdict.inDoubt()).isEqualTo(1);
        assertThat(verdict.repeatedDeliveries()).isEqualTo(1);
    }

    @Test
    void shouldFindACommandWithoutAFinalEvent() {
        Verdict verdict = new World()
                .method("a")
                .executes("a")
                .event("a", "parked", "\"final\": false")
                .verdict();

        assertBroken(verdict, Promise.ENDED, "a");
    }

    @Test
    void shouldNotTakeAReplayForAnEnd() {
        Verdict verdict = new World()
                .method("a")
                .executes("a")
                .event("a", "completed", "\"final\": true, \"replayed\": true")
                .verdict();

        assertBroken(verdict, Promise.ENDED, "a");
    }

    @Test
    void shouldFindAMethodThatReachedItsDeviceTwiceUnderAtMostOnce() {
        Verdict verdict = new World()
                .method("a")
                .executes("a")
                .executes("a")
                .ends("a", "completed")
                .verdict();

        assertBroken(verdict, Promise.ONCE, "a");
    }

    @Test
    void shouldFindAnAtMostOnceCallThatCameAgainAfterTheDeviceDiedOfTheFirst() {
        Verdict verdict = new World()
                .method("a")
                .line("received", "a")
                .line("connected")
                .executes("a")
                .ends("a", "completed")
                .verdict();

        assertBroken(verdict, Promise.ONCE, "a");
    }

    @Test
    void shouldFindAMessageThatWasEnqueuedTwiceUnderAtMostOnce() {
        Verdict verdict = new World()
                .messageOnce("a")
                .takes("a")
                .line("message-repeated", "a")
                .line("message-completed", "a")
                .ends("a", "enqueued")
                .verdict();

        assertBroken(verdict, Promise.ONCE, "a");
    }

    @Test
    void shouldAllowAHubToDeliverAMessageAgainWhoseCompletionWasLostWithTheLink() {
        Verdict verdict = new World()
                .messageOnce("a")
                .takes("a")
                .line("disconnected")
                .line("connected")
                .line("message-repeated", "a")
                .ends("a", "enqueued")
                .verdict();

        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void shouldFindFirstExecutionsThatAreNotInTheOrderOfTheTopic() {
        Verdict verdict = new World()
                .method("a")
                .repeatableMethod("b")
                .executes("b")
                .executes("a")
                .ends("a", "in-doubt")
                .ends("b", "completed")
                .verdict();

        assertBroken(verdict, Promise.IN_ORDER, "a");
    }

    @Test
    void shouldAllowALateRepetition() {
        Verdict verdict = new World()
                .repeatableMethod("a")
                .repeatableMethod("b")
                .executes("a")
                .executes("b")
                .executes("a")
                .ends("a", "completed")
                .ends("b", "completed")
                .verdict();

        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void shouldFindMessagesThatAreNotInTheOrderOfTheTopic() {
        Verdict verdict = new World()
                .message("a")
                .message("b")
                .takes("b")
                .takes("a")
                .ends("a", "enqueued")
                .ends("b", "enqueued")
                .verdict();

        assertBroken(verdict, Promise.IN_ORDER, "a");
    }

    @Test
    void shouldLetAMessageWaitInTheHubWhileMethodsOvertakeIt() {
        Verdict verdict = new World()
                .message("a")
                .method("b")
                .executes("b")
                .takes("a")
                .ends("a", "enqueued")
                .ends("b", "completed")
                .verdict();

        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void shouldFindTwoCallsThatMustNotBeRepeatedAndMet() {
        Verdict verdict = new World()
                .method("a")
                .method("b")
                .line("received", "a")
                .line("received", "b")
                .line("executed", "a")
                .line("answered", "a")
                .line("executed", "b")
                .line("answered", "b")
                .ends("a", "in-doubt")
                .ends("b", "completed")
                .verdict();

        assertBroken(verdict, Promise.IN_ORDER, "b");
    }

    @Test
    void shouldNotBlameACallForMeetingOneThatMayBeRepeated() {
        Verdict verdict = new World()
                .repeatableMethod("a")
                .method("b")
                .line("received", "a")
                .line("received", "b")
                .line("executed", "a")
                .line("executed", "b")
                .ends("a", "in-doubt")
                .ends("b", "completed")
                .verdict();

        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void shouldFindACompletedMethodThatWasNotExecuted() {
        Verdict verdict = new World()
                .method("a")
                .line("received", "a")
                .ends("a", "completed")
                .verdict();

        assertBroken(verdict, Promise.TRUE, "a");
    }

    @Test
    void shouldFindAnEnqueuedMessageThatNeverCame() {
        Verdict verdict = new World().message("a").ends("a", "enqueued").verdict();

        assertBroken(verdict, Promise.TRUE, "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "expired", "cancelled", "invalid"})
    void shouldFindACallThatReachedItsDeviceAlthoughItIsToldThatItDidNot(String event) {
        Verdict verdict =
                new World().method("a").line("received", "a").ends("a", event).verdict();

        assertBroken(verdict, Promise.NOT_DONE, "a");
    }

    @Test
    void shouldFindAMessageThatCameAlthoughItIsToldThatItDidNot() {
        Verdict verdict =
                new World().message("a").takes("a").ends("a", "failed").verdict();

        assertBroken(verdict, Promise.NOT_DONE, "a");
    }

    @Test
    void shouldFindWhatNobodyAskedFor() {
        Verdict verdict = new World().executes("ghost").verdict();

        assertBroken(verdict, Promise.ASKED, "ghost");
    }

    @Test
    void shouldBelieveTheFirstFinalEvent() {
        Verdict verdict = new World()
                .method("a")
                .ends("a", "failed")
                .ends("a", "completed")
                .verdict();

        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void shouldBelieveALaterFinalEventAfterADoubt() {
        Verdict verdict = new World()
                .method("a")
                .ends("a", "in-doubt")
                .ends("a", "completed")
                .verdict();

        assertThat(verdict.inDoubt()).isZero();
        assertBroken(verdict, Promise.TRUE, "a");
    }

    @Test
    void shouldNotCountARequestThatTakesOneBack() {
        Verdict verdict = new World().request("a", "\"type\": \"cancel\"").verdict();

        assertThat(verdict.commands()).isZero();
    }

    @Test
    void shouldLookPastALineThatWasCutOff() {
        Verdict verdict = new World()
                .method("a")
                .executes("a")
                .written("{\"event\": \"recei")
                .ends("a", "completed")
                .verdict();

        assertThat(verdict.violations()).isEmpty();
    }

    private static void assertBroken(Verdict verdict, Promise promise, String commandId) {
        assertThat(verdict.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(promise);
            assertThat(violation.command()).isEqualTo(new Identity(World.DEVICE, commandId));
        });
        assertThat(verdict.broken(promise)).isEqualTo(1);
        assertThat(verdict.clean()).isFalse();
    }
}
