package io.downlink.localstack.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.localstack.stack.HubApi;
import io.downlink.localstack.stack.ServicePorts;
import io.downlink.localstack.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TroubleIT {
    private static final String ADDRESS = "127.77.0.8";
    private static final int MANY = 500;

    @TempDir
    Path dir;

    @Test
    void shouldBringNothingThatTheHubDoesNotKnow() throws IOException {
        // given one of each kind, an outage last: nothing can be asked during it
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Trouble> kinds = new TreeMap<>(Comparator.comparing((String label) -> label.equals("hub outage"))
                .thenComparing(label -> label));
        Stream.generate(() -> Trouble.any(random)).limit(MANY).forEach(trouble -> kinds.put(trouble.label(), trouble));
        StackSettings settings = StackSettings.in(dir, 0, ADDRESS, new ServicePorts(0, 0, 0));
        try (HubEmulator hub = HubEmulator.start(EmulatorSettings.at(ADDRESS, StackSettings.hubDir(dir)))) {
            HubApi api = HubApi.of(settings, Clock.systemUTC());
            // when it refuses none
            for (Trouble trouble : kinds.values()) {
                api.addFault(trouble.fault());
            }
            // then they are in force, but for the cut links, which are over at once
            assertThat(hub.faults().all()).hasSize(kinds.size() - 1);
        }
    }
}
