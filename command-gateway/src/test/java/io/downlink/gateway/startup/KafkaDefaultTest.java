package io.downlink.gateway.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class KafkaDefaultTest {

    @Test
    void shouldLookForKafkaWhereTheReadmeSays() throws IOException {
        // given
        Properties defaults = new Properties();
        // when
        try (InputStream in = getClass().getResourceAsStream("/application.properties")) {
            defaults.load(Objects.requireNonNull(in));
        }
        // then
        assertThat(defaults).containsEntry("kafka.bootstrap.servers", "localhost:9092");
    }
}
