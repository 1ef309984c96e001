package io.downlink.emulator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.FakeConnection;
import io.downlink.emulator.hub.ManualTime;
import io.downlink.emulator.hub.MethodRequest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DeviceLinkTest {
    private static final int ROUNDS = 5_000;

    private final Faults faults = new Faults(new ManualTime());

    @Test
    void shouldBeCutByOneDeliveryOfTwoAtOnce() throws Exception {
        faults.add(Fault.of(new Kind.DropLinkBeforeDelivery()));
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < ROUNDS; round++) {
                DeviceConnection link = faults.link(ClientId.of(new DeviceId("pump-1")), new FakeConnection());
                Callable<Void> delivery = () -> {
                    start.await();
                    link.deliver(new MethodRequest(1, "reboot", "null"));
                    return null;
                };
                for (Future<Void> delivered : threads.invokeAll(List.of(delivery, delivery))) {
                    delivered.get();
                }
            }
        }

        assertThat(faults.all()).singleElement().extracting(FaultReport::struck).isEqualTo((long) ROUNDS);
    }
}
