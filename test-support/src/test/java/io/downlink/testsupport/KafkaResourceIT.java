package io.downlink.testsupport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KafkaResourceIT {

    @Test
    void shouldConfigureABrokerThatAnswersUntilItIsStopped() throws Exception {
        // given
        KafkaResource resource = new KafkaResource();
        try {
            // when
            Map<String, String> configuration = resource.start();
            // then
            assertThat(configuration).containsOnlyKeys("kafka.bootstrap.servers");
            Map<String, Object> client = Map.of(
                    "bootstrap.servers", configuration.getOrDefault("kafka.bootstrap.servers", "not configured"));
            try (Admin admin = Admin.create(client)) {
                assertThat(admin.describeCluster().nodes().get(30, SECONDS)).hasSize(1);
            }
        } finally {
            resource.stop();
        }
    }
}
