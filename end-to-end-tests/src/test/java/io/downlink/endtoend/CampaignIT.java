package io.downlink.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code ./downlink campaign}, in its short forms: docs/reliability.md has the long ones. */
class CampaignIT {
    private static final String HUB_ADDRESS = "127.77.0.1";
    private static final Duration CAMPAIGN_MAX = Duration.ofMinutes(12);
    private static final Pattern LAST_LINE_OF_JOBS =
            Pattern.compile("campaign jobs: (\\d+) kills, (\\d+) jobs, lost 0, scheduled twice 0, miscounted 0");
    private static final Pattern LAST_LINE = Pattern.compile(
            "campaign gateway: (\\d+) kills, (\\d+) commands, \\d+ in doubt, lost 0, executed twice 0, out of order 0");
    private static final Pattern LAST_LINE_OF_FEEDBACK =
            Pattern.compile("campaign feedback: (\\d+) kills, (\\d+) messages, lost 0, contradicted 0");

    @Test
    void shouldBreakNoPromiseUnderAFewKills() {
        try (DownlinkProcess campaign =
                campaign("gateway", "short", "--kills", "4", "--seed", "5", "--devices", "10")) {
            // when
            int status = campaign.awaitExit(CAMPAIGN_MAX);

            // then
            assertThat(status).as(campaign.transcript()).isZero();
            Matcher last = LAST_LINE.matcher(campaign.lines().getLast());
            assertThat(last.matches()).as(campaign.transcript()).isTrue();
            assertThat(Integer.parseInt(last.group(1))).isGreaterThanOrEqualTo(4);
            assertThat(Integer.parseInt(last.group(2))).isGreaterThan(50);
        }
    }

    @Test
    void shouldLoseAndContradictNoOutcomeUnderAFewKills() {
        try (DownlinkProcess campaign =
                campaign("feedback", "feedback", "--kills", "4", "--seed", "5", "--devices", "8")) {
            // when
            int status = campaign.awaitExit(CAMPAIGN_MAX);

            // then
            assertThat(status).as(campaign.transcript()).isZero();
            Matcher last = LAST_LINE_OF_FEEDBACK.matcher(campaign.lines().getLast());
            assertThat(last.matches()).as(campaign.transcript()).isTrue();
            assertThat(Integer.parseInt(last.group(1))).isGreaterThanOrEqualTo(4);
            assertThat(Integer.parseInt(last.group(2))).isGreaterThan(50);
        }
    }

    @Test
    void shouldLoseDoubleAndMiscountNoJobUnderAFewKills() {
        try (DownlinkProcess campaign = campaign("jobs", "jobs", "--kills", "4", "--seed", "3")) {
            // when
            int status = campaign.awaitExit(CAMPAIGN_MAX);

            // then
            assertThat(status).as(campaign.transcript()).isZero();
            Matcher last = LAST_LINE_OF_JOBS.matcher(campaign.lines().getLast());
            assertThat(last.matches()).as(campaign.transcript()).isTrue();
            assertThat(Integer.parseInt(last.group(1))).isEqualTo(4);
            assertThat(Integer.parseInt(last.group(2))).isGreaterThan(5);
        }
    }

    @Test
    void shouldEndEveryChildWhenInterrupted() {
        try (DownlinkProcess campaign = campaign("gateway", "interrupted", "--devices", "4")) {
            // given
            campaign.awaitLine("started  ", CAMPAIGN_MAX);
            List<ProcessHandle> children = campaign.descendants().toList();
            assertThat(children).hasSizeGreaterThan(4);

            // when
            campaign.interrupt();

            // then
            assertThat(campaign.awaitExit(Duration.ofMinutes(2))).isNotZero();
            assertThat(campaign.transcript()).contains("all ended").doesNotContain("campaign gateway:");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        }
    }

    private static DownlinkProcess campaign(String of, String name, String... more) {
        return DownlinkProcess.downlink(Stream.concat(
                        Stream.of("campaign", of, "--hub-address", HUB_ADDRESS, "--dir", "target/campaign-" + name),
                        Stream.of(more))
                .toArray(String[]::new));
    }
}
