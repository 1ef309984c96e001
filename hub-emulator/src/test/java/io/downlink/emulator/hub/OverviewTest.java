package io.downlink.emulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private final ManualTime time = new ManualTime();
    private final Hub hub = new Hub("127.0.0.1", time, time);

    @Test
    void shouldCountDevicesAndTheConnectionsOfModulesToo() {
        for (String id : new String[] {"a", "b", "c"}) {
            hub.registry().create(new DeviceSpec(new DeviceId(id), null, !id.equals("c"), null));
        }
        hub.registry().create(new ModuleSpec(new DeviceId("b"), new ModuleId("m"), null, null));
        hub.connect(new DeviceId("a"), new FakeConnection(), true);
        hub.connect(ClientId.of("b", "m"), new FakeConnection(), true);

        Overview overview = hub.registry().overview(10);

        assertThat(overview.devices()).isEqualTo(new Registry.Counts(3, 2, 1));
        assertThat(overview.connections()).isEqualTo(Map.of(Transport.MQTT, 2));
        assertThat(overview.online())
                .extracting(client -> client.identity().id().toString())
                .containsExactly("a", "b/m");
        assertThat(overview.messages()).isZero();
    }

    @Test
    void shouldNameOnlyTheFirstOnes() {
        for (String id : new String[] {"c", "a", "b"}) {
            hub.registry().create(new DeviceSpec(new DeviceId(id), null, true, null));
            hub.connect(new DeviceId(id), new FakeConnection(), true);
        }

        Overview overview = hub.registry().overview(2);

        assertThat(overview.online())
                .extracting(client -> client.identity().id().toString())
                .containsExactly("a", "b");
        assertThat(overview.devices().connected()).isEqualTo(3);
    }
}
