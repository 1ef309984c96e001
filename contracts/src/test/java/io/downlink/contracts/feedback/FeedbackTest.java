package io.downlink.contracts.feedback;

import static io.downlink.contracts.feedback.Reports.TIME;
import static io.downlink.contracts.feedback.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.feedback.Feedback.Lost;
import io.downlink.contracts.feedback.Feedback.Report;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedbackTest {

    @ParameterizedTest
    @CsvSource({
        "Success,delivered",
        "success,delivered",
        "Expired,expired",
        "DeliveryCountExceeded,delivery-count-exceeded",
        "deliveryCountExceeded,delivery-count-exceeded",
        "Rejected,rejected",
        "Purged,unknown",
        "unknown,unknown",
        "'',unknown"
    })
    void shouldBeNamedByTheHubsStatus(String statusCode, String name) {
        // when
        Feedback.Reported feedback = Feedback.of(report(statusCode, "77aa"));
        // then
        assertThat(feedback.name()).isEqualTo(name);
        assertThat(feedback.report().statusCode()).isEqualTo(statusCode);
    }

    @Test
    void shouldBeUnknownWithoutADevice() {
        assertThat(Feedback.of(new Report("default", "", "", "77aa", "Success", "", TIME, Origin.COMMAND)))
                .isInstanceOf(Feedback.Unknown.class);
    }

    @Test
    void shouldHaveTheSameIdWhenTheSameIsReportedAgain() {
        assertThat(id(report("Success", "77aa")))
                .isEqualTo(id(new Report(
                        "default", "pump-17", "638012345", "77aa", "success", "other words", TIME, Origin.COMMAND)))
                .matches("delivered-[0-9a-f]{32}");
    }

    @Test
    void shouldHaveAnotherIdWhenAnythingElseIsReported() {
        // given
        List<Report> reports = List.of(
                report("Purged", "77aa"),
                report("Unheard", "77aa"),
                report("Purged", "77ab"),
                report("Purged", null),
                new Report("west", "pump-17", "638012345", "77aa", "Purged", "Purged", TIME, Origin.COMMAND),
                new Report("default", "pump-18", "638012345", "77aa", "Purged", "Purged", TIME, Origin.COMMAND),
                new Report("default", "pump-17", "638012346", "77aa", "Purged", "Purged", TIME, Origin.COMMAND),
                new Report(
                        "default",
                        "pump-17",
                        "638012345",
                        "77aa",
                        "Purged",
                        "Purged",
                        TIME.plusNanos(100),
                        Origin.COMMAND));
        // then
        assertThat(reports).extracting(FeedbackTest::id).doesNotHaveDuplicates();
    }

    @Test
    void shouldHaveTheSameIdWhenTwoReplicasDeclareOneMessageLost() {
        assertThat(new Lost("default", "pump-17", "77aa", TIME).eventId())
                .isEqualTo(new Lost("default", "pump-17", "77aa", TIME).eventId())
                .isNotEqualTo(new Lost("default", "pump-17", "77ab", TIME).eventId())
                .matches("lost-[0-9a-f]{32}");
    }

    private static String id(Report report) {
        return Feedback.of(report).eventId();
    }
}
