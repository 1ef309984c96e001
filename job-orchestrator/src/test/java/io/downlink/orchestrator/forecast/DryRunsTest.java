package io.downlink.orchestrator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.MatchedDevices;
import io.downlink.orchestrator.world.Bench;
import java.util.List;
import org.junit.jupiter.api.Test;

class DryRunsTest {
    private static final String CALL =
            "\"action\": {\"type\": \"direct-method\", \"method\": {\"name\": \"LockDoor\"}}";

    private final Bench bench = new Bench();

    @Test
    void shouldOnlyAskWhichDevicesAreMeantAndTellTheForecast() {
        // given
        bench.hub.matches(new MatchedDevices(30, List.of("pump-1")));
        // when
        dryRun("default");
        bench.tick();
        // then
        assertThat(bench.happened()).containsExactly("MATCH *", "event forecast a", "acknowledged");
        assertThat(told().path("matched").asInt()).isEqualTo(30);
        assertThat(told().path("sample").path(0).asText()).isEqualTo("pump-1");
        assertThat(told().path("jobTime").asText()).isEqualTo("PT3S");
        assertThat(told().path("type").asText()).isEqualTo("dry-run");
    }

    @Test
    void shouldTellWhatTheHubHasAgainstTheCondition() {
        // given
        bench.hub.isSilent(new HubFailure.Refused(new Evidence("expected a value", 400004, null)));
        // when
        dryRun("default");
        // then
        assertThat(told().path("event").asText()).isEqualTo("failed");
        assertThat(told().path("reason").asText()).isEqualTo("REFUSED_BY_HUB");
        assertThat(told().path("detail").asText()).isEqualTo("expected a value");
    }

    @Test
    void shouldTellThatNoSuchHubIsConfigured() {
        // when
        dryRun("west");
        // then
        assertThat(told().path("reason").asText()).isEqualTo("HUB_UNKNOWN");
    }

    private void dryRun(String hub) {
        bench.read(
                "a",
                "{\"type\": \"dry-run\", \"jobId\": \"a\", \"hub\": \"%s\", \"queryCondition\": \"*\", %s}"
                        .formatted(hub, CALL));
    }

    private JsonNode told() {
        return bench.told.getLast();
    }
}
