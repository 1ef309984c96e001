package io.downlink.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void shouldHaveNoTopicThatNobodyUses() {
        // given
        Set<TopicSpec> used = new HashSet<>();
        // when
        Arrays.stream(Service.values()).map(Topics::usedBy).forEach(used::addAll);
        // then
        assertThat(used).containsExactlyInAnyOrderElementsOf(Topics.all());
    }

    @Test
    void shouldAskTheGatewayForNoTopicOfTheOthers() {
        assertThat(Topics.usedBy(Service.COMMAND_GATEWAY))
                .extracting(TopicSpec::name)
                .containsExactly(
                        "downlink.commands",
                        "downlink.command-events",
                        "downlink.command-log",
                        "downlink.dead-letters");
    }

    @Test
    void shouldAskTheCollectorForItsOwnTopicAndTheEventsItReads() {
        assertThat(Topics.usedBy(Service.FEEDBACK_COLLECTOR))
                .extracting(TopicSpec::name)
                .containsExactly("downlink.feedback", "downlink.command-events");
    }

    @Test
    void shouldRefuseANameThatIsNoneOfItsTopics() {
        assertThat(Topics.spec("downlink.feedback").partitions()).isEqualTo(12);
        assertThatThrownBy(() -> Topics.spec("downlink.feedbak"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no topic of Downlink: downlink.feedbak");
    }
}
