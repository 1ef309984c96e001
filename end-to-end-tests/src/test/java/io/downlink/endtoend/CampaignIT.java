package io.downlink.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code ./downlink campaign gateway}, in its short form: docs/reliability.md has the long one. */
class CampaignIT {
    private static final String HUB_ADDRESS = "127.77.0.1";
    private static final Duration CAMPAIGN_MAX = Duration.ofMinutes(12);
    private static final Pattern LAST_LINE = Pattern.compile(
            "campaign gateway: (\\d+) kills, (\\d+) commands, \\d+ in doubt, lost 0, executed twice 0, out of order 0");

    @Test
    void shouldBreakNoPromiseUnderAFewKills() {
        try (DownlinkProcess campaign = campaign("short", "--kills", "4", "--seed", "5", "--devices", "10")) {
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
    void shouldEndEveryChildWhenInterrupted() {
        try (DownlinkProcess campaign = campaign("interrupted", "--devices", "4")) {
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

    private static DownlinkProcess campaign(String name, String... more) {
        return DownlinkProcess.downlink(Stream.concat(
                        Stream.of(
                                "campaign",
                                "gateway",
                                "--hub-address",
                                HUB_ADDRESS,
                                "--dir",
                                "target/campaign-" + name),
                        Stream.of(more))
                .toArray(String[]::new));
    }
}
