package io.downlink.emulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentOperationsTest {
    private static final DeviceId PUMP = new DeviceId("pump");

    private final ManualTime time = new ManualTime();
    private final RecentOperations operations = new RecentOperations(time);
    private final Hub hub = new Hub("127.0.0.1", time, time);

    @Test
    void shouldKeepTheLastOnesAndHaveTheLatestFirst() {
        IntStream.rangeClosed(1, RecentOperations.KEPT + 3).forEach(i -> operations.add("call " + i, null, "200"));

        assertThat(operations.latest())
                .hasSize(RecentOperations.KEPT)
                .extracting(RecentOperation::kind)
                .startsWith("call 203", "call 202")
                .endsWith("call 5", "call 4");
    }

    @Test
    void shouldKeepTheLastOnesWhenManyThreadsAdd() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(_ -> threads.submit(
                            () -> IntStream.range(0, 10_000).forEach(_ -> operations.add("call", null, "200"))))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        }

        List<Long> latest = LongStream.range(0, RecentOperations.KEPT)
                .mapToObj(i -> 39_999 - i)
                .toList();
        assertThat(operations.latest()).extracting(RecentOperation::number).containsExactlyElementsOf(latest);
    }

    @Test
    void shouldTellWhoConnectedAndWhyTheyWent() {
        hub.registry().create(new DeviceSpec(PUMP, null, true, null));
        hub.connect(PUMP, new FakeConnection(), true);
        hub.connect(PUMP, new FakeConnection(), true).end();

        assertThatThrownBy(() -> hub.connect(new DeviceId("nobody"), new FakeConnection(), true))
                .isInstanceOf(HubException.class);
        assertThat(told())
                .containsExactly(
                        "connect nobody DeviceNotFound",
                        "disconnect pump left",
                        "connect pump MQTT",
                        "disconnect pump replaced",
                        "connect pump MQTT");
    }

    @Test
    void shouldTellOnceWhyAClientWentAlthoughItsFrontEndSeesItGoToo() {
        hub.registry().create(new DeviceSpec(PUMP, null, true, null));
        FakeConnection connection = new FakeConnection();
        Session session = hub.connect(PUMP, connection, true);
        connection.onClose = session::end; // as front ends do

        hub.registry().delete(PUMP, IfMatch.ANY);

        assertThat(told()).containsExactly("disconnect pump removed", "connect pump MQTT");
    }

    @Test
    void shouldKeepTheLaterOneWhenAnEarlierOneIsSlow() {
        SlowClock clock = new SlowClock();
        RecentOperations overtaken = new RecentOperations(clock);
        clock.meanwhile =
                () -> IntStream.rangeClosed(1, RecentOperations.KEPT).forEach(_ -> overtaken.add("quick", null, "200"));

        overtaken.add("slow", null, "200");

        assertThat(overtaken.latest())
                .hasSize(RecentOperations.KEPT)
                .extracting(RecentOperation::kind)
                .containsOnly("quick");
    }

    @Test
    void shouldTellWhichMessagesWereTaken() {
        hub.registry().create(new DeviceSpec(PUMP, null, true, null));
        hub.messages().send(PUMP, message());
        assertThatThrownBy(() -> hub.messages().send(new DeviceId("nobody"), message()))
                .isInstanceOf(HubException.class);

        assertThat(told()).containsExactly("send message nobody DeviceNotFound", "send message pump enqueued");
    }

    private static CloudToDeviceMessage message() {
        return new CloudToDeviceMessage(
                null,
                null,
                null,
                "/devices/pump/messages/devicebound",
                null,
                null,
                null,
                AckLevel.NONE,
                Map.of(),
                ByteBuffer.allocate(1));
    }

    private List<String> told() {
        return hub.operations().latest().stream()
                .map(operation -> operation.kind() + " " + operation.client() + " " + operation.outcome())
                .toList();
    }

    /** Something happens before it has told the time. */
    private static final class SlowClock extends Clock {
        private Runnable meanwhile = () -> {};

        @Override
        public Instant instant() {
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
            return Instant.EPOCH;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
