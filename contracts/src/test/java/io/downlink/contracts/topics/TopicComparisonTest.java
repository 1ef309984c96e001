package io.downlink.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicComparisonTest {
    private static final Map<String, String> GOOD = Map.of(
            "cleanup.policy", "delete",
            "retention.ms", "2592000000",
            "max.message.bytes", "1114124",
            "min.insync.replicas", "2");

    @Test
    void shouldFindNothingWhenAllIsWell() {
        assertThat(shortfalls(topics(12, 12, GOOD), 3)).isEmpty();
    }

    @Test
    void shouldAcceptAnyNumberOfPartitionsWhenCommandsAndEventsHaveTheSame() {
        assertThat(shortfalls(topics(48, 48, GOOD), 1)).isEmpty();
    }

    @Test
    void shouldSayHowToCreateWhatIsMissing() {
        assertThat(shortfalls(Map.of(), 1))
                .containsExactly(
                        "downlink.commands: does not exist: create it with 12 partitions and retention.ms=604800000",
                        "downlink.command-events: does not exist: create it with 12 partitions and retention.ms=604800000",
                        "downlink.command-log: does not exist: create it with 12 partitions and retention.ms=172800000"
                                + " and retention.bytes=-1",
                        "downlink.dead-letters: does not exist: create it with 3 partitions and retention.ms=2592000000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cleanup.policy      | compact        | 1 | cleanup.policy is compact: set it to delete
            cleanup.policy      | compact,delete | 1 | cleanup.policy is compact,delete: set it to delete
            retention.ms        | 604799999      | 1 | retention.ms is 604799999: set it to 604800000 or more
            max.message.bytes   | 1048587        | 1 | max.message.bytes is 1048587: set it to 1048588 or more
            min.insync.replicas | 1              | 2 | min.insync.replicas is 1: set it to 2 or more
            """)
    void shouldSayWhatToSetWhenASettingFallsShort(String key, String value, int brokers, String shortfall) {
        // given
        Map<String, TopicState> topics = topics(12, 12, GOOD);
        Map<String, String> config = new HashMap<>(GOOD);
        config.put(key, value);
        topics.put(Topics.COMMANDS, new TopicState(12, config));
        // then
        assertThat(shortfalls(topics, brokers)).containsExactly("downlink.commands: " + shortfall);
    }

    @ParameterizedTest
    @CsvSource({
        "retention.ms,-1,1",
        "retention.ms,604800000,1",
        "max.message.bytes,1048588,1",
        "min.insync.replicas,1,1"
    })
    void shouldAcceptWhatIsJustEnough(String key, String value, int brokers) {
        // given
        Map<String, TopicState> topics = topics(12, 12, GOOD);
        Map<String, String> config = new HashMap<>(GOOD);
        config.put(key, value);
        topics.put(Topics.COMMAND_EVENTS, new TopicState(12, config));
        // then
        assertThat(shortfalls(topics, brokers)).isEmpty();
    }

    @Test
    void shouldRefuseEventsWithAnotherNumberOfPartitionsThanCommands() {
        assertThat(shortfalls(topics(12, 6, GOOD), 1))
                .containsExactly("downlink.command-events: has 6 partitions, and downlink.commands has 12:"
                        + " give both the same number");
    }

    @Test
    void shouldRefuseALogWithAnotherNumberOfPartitionsThanCommands() {
        // given
        Map<String, TopicState> topics = topics(12, 12, GOOD);
        topics.put(Topics.COMMAND_LOG, new TopicState(1, GOOD));
        // then
        assertThat(shortfalls(topics, 1))
                .containsExactly("downlink.command-log: has 1 partitions, and downlink.commands has 12:"
                        + " give both the same number");
    }

    @ParameterizedTest
    @CsvSource({"downlink.command-log,1073741824,1", "downlink.command-log,-1,0", "downlink.commands,1073741824,0"})
    void shouldRefuseALogThatForgetsBySize(String topic, String bytes, int number) {
        // given
        Map<String, TopicState> topics = topics(12, 12, GOOD);
        Map<String, String> config = new HashMap<>(GOOD);
        config.put("retention.bytes", bytes);
        topics.put(topic, new TopicState(12, config));
        // then
        assertThat(shortfalls(topics, 1))
                .hasSize(number)
                .allMatch("downlink.command-log: retention.bytes is 1073741824: set it to -1"::equals);
    }

    @Test
    void shouldRefuseASecondPartitionWhereOneOrderIsNeeded() {
        // given
        Map<String, TopicState> topics = Map.of(
                Topics.JOBS, new TopicState(3, GOOD),
                Topics.JOB_EVENTS, new TopicState(1, GOOD),
                Topics.DEVICE_JOBS, new TopicState(3, GOOD),
                Topics.JOB_STATE, new TopicState(1, GOOD));
        // then
        assertThat(TopicComparison.shortfalls(Topics.usedBy(Service.JOB_ORCHESTRATOR), topics, 1))
                .containsExactly(
                        "downlink.jobs: has 3 partitions: create it anew with one, its order is one for all records",
                        "downlink.job-state: cleanup.policy is delete: set it to compact",
                        "downlink.dead-letters: does not exist: create it with 3 partitions and retention.ms=2592000000");
    }

    @Test
    void shouldSayHowToCreateACompactedTopic() {
        assertThat(TopicComparison.shortfalls(List.of(Topics.spec(Topics.JOB_STATE)), Map.of(), 1))
                .containsExactly(
                        "downlink.job-state: does not exist: create it with 1 partition and cleanup.policy=compact");
    }

    private static List<String> shortfalls(Map<String, TopicState> topics, int brokers) {
        return TopicComparison.shortfalls(Topics.usedBy(Service.COMMAND_GATEWAY), topics, brokers);
    }

    private static Map<String, TopicState> topics(int commands, int events, Map<String, String> config) {
        Map<String, TopicState> topics = new HashMap<>();
        topics.put(Topics.COMMANDS, new TopicState(commands, config));
        topics.put(Topics.COMMAND_EVENTS, new TopicState(events, config));
        topics.put(Topics.COMMAND_LOG, new TopicState(commands, config));
        topics.put(Topics.DEAD_LETTERS, new TopicState(3, config));
        return topics;
    }
}
