package io.downlink.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicAdminTest {
    /** Of brokers whose operator has set everything otherwise: they count where a topic says nothing. */
    private static final Map<String, String> OF_THE_BROKERS = Map.of(
            "cleanup.policy", "compact,delete",
            "retention.ms", "3600000",
            "retention.bytes", "1073741824",
            "max.message.bytes", "1000",
            "min.insync.replicas", "1");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void shouldFindNothingWrongWithWhatItHasCreated(int brokers) {
        // given
        Map<String, TopicState> created = new HashMap<>();
        for (TopicSpec spec : Topics.all()) {
            created.put(spec.name(), asDescribed(TopicAdmin.newTopic(spec, brokers)));
        }
        // then
        assertThat(TopicComparison.shortfalls(Topics.all(), created, brokers)).isEmpty();
    }

    private static TopicState asDescribed(NewTopic topic) {
        Map<String, String> config = new HashMap<>(OF_THE_BROKERS);
        config.putAll(topic.configs());
        return new TopicState(topic.numPartitions(), config);
    }
}
