package io.downlink.emulator.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void shouldReadTheProperties() {
        assertThat(Topics.properties("devices/pump-1/messages/events/$.mid=7&door%20state=open%2Fwide"))
                .isEqualTo(Map.of("$.mid", "7", "door state", "open/wide"));
    }

    @Test
    void shouldReadThePropertiesOfAModuleThatEndsItsTopicWithASlash() {
        assertThat(Topics.properties("devices/pump-1/modules/meter/messages/events/$.mid=7&kind=test/"))
                .isEqualTo(Map.of("$.mid", "7", "kind", "test"));
    }

    @Test
    void shouldFindNoPropertiesInATopicThatHasNone() {
        assertThat(Topics.properties("devices/pump-1/messages/events/")).isEmpty();
        assertThat(Topics.properties("devices/pump-1/messages/events")).isEmpty();
    }
}
