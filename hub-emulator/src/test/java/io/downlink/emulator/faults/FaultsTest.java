package io.downlink.emulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.faults.Kind.Delay;
import io.downlink.emulator.faults.Kind.DropLink;
import io.downlink.emulator.faults.Kind.DropLinkAfterDelivery;
import io.downlink.emulator.faults.Kind.DropLinkBeforeDelivery;
import io.downlink.emulator.faults.Kind.ExecuteThenClose;
import io.downlink.emulator.faults.Kind.HalfOpenDeviceLink;
import io.downlink.emulator.faults.Kind.LateAnswer;
import io.downlink.emulator.faults.Kind.MuteFeedbackLink;
import io.downlink.emulator.faults.Kind.OnAnswer;
import io.downlink.emulator.faults.Kind.OnRequest;
import io.downlink.emulator.faults.Kind.Refuse;
import io.downlink.emulator.hub.Admission;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.FakeConnection;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.ManualTime;
import io.downlink.emulator.hub.MessagingRules;
import io.downlink.emulator.hub.MethodCall;
import io.downlink.emulator.hub.MethodRequest;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.SessionEnd;
import io.downlink.emulator.hub.Subscription;
import io.downlink.emulator.virtual.VirtualDevices;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final Fault CLOSE = Fault.of(new ExecuteThenClose());
    private static final Fault REFUSE = Fault.of(new Refuse(Refusal.of(HubError.SERVER_BUSY)));

    private final ManualTime time = new ManualTime();
    private final Faults faults = new Faults(time);

    @Test
    void shouldHappenAsOftenAsAsked() {
        faults.add(CLOSE.on("pump-1").times(2));

        assertThat(closes("pump-2")).isFalse();
        assertThat(closes("pump-1")).isTrue();
        assertThat(faults.all()).singleElement().extracting(FaultReport::struck).isEqualTo(1L);
        assertThat(closes("pump-1")).isTrue();
        assertThat(closes("pump-1")).isFalse();
        assertThat(faults.all()).as("one that has happened is over").isEmpty();
    }

    @Test
    void shouldBefallEveryDeviceUntilItIsRemoved() {
        String id = faults.add(CLOSE);

        assertThat(closes("pump-1")).isTrue();
        assertThat(closes("pump-2")).isTrue();
        assertThat(faults.remove(id)).isTrue();
        assertThat(closes("pump-1")).isFalse();
        assertThat(faults.remove(id)).isFalse();
    }

    @Test
    void shouldUseOneFaultForOneEvent() {
        faults.add(CLOSE.on("pump-1").times(1));
        faults.add(CLOSE.times(1));

        assertThat(closes("pump-1")).isTrue();
        assertThat(faults.all()).hasSize(1);
    }

    @Test
    void shouldAddDelaysToOneAnotherAndToWhatFollows() {
        faults.add(Fault.of(new Delay(new Latency.Fixed(Duration.ofSeconds(1)))));
        faults.add(Fault.of(new Delay(new Latency.Fixed(Duration.ofSeconds(2)))));
        faults.add(REFUSE);
        faults.add(REFUSE);

        assertThat(faults.strikes(OnRequest.class, Operation.TWINS, null)).hasSize(3);
    }

    @Test
    void shouldStrikeOnlyItsOperation() {
        faults.add(CLOSE.during(Operation.JOBS));

        assertThat(faults.strike(OnAnswer.class, Operation.METHODS, "pump-1")).isNull();
        assertThat(faults.strike(OnAnswer.class, Operation.JOBS, null)).isNotNull();
    }

    @Test
    void shouldBefallTheDevicesOfAPattern() {
        faults.add(CLOSE.on(Devices.like("pump-*-b.1")));

        assertThat(closes("pump-17-b.1")).isTrue();
        assertThat(closes("pump-17-bx1")).isFalse();
        assertThat(closes("the-pump-17-b.1")).isFalse();
        assertThat(faults.strike(OnAnswer.class, Operation.METHODS, null)).isNull();
    }

    @Test
    void shouldTakeAStarInAnIdAsItStands() {
        faults.add(CLOSE.on("pump-*"));

        assertThat(closes("pump-1")).isFalse();
        assertThat(closes("pump-*")).isTrue();
    }

    @Test
    void shouldStrikeTheSameEventsAgainWithTheSameSeed() {
        List<Boolean> first = hundred(CLOSE.share(0.3, 42));
        faults.clear();

        assertThat(hundred(CLOSE.share(0.3, 42))).isEqualTo(first);
        assertThat(first).filteredOn(struck -> struck).hasSizeBetween(15, 45);
        faults.clear();
        assertThat(hundred(CLOSE.share(0.3, 43))).isNotEqualTo(first);
    }

    @Test
    void shouldBeOverWhenItsTimeIs() {
        faults.add(CLOSE.lasting(Duration.ofSeconds(30)));

        time.move(Duration.ofSeconds(29));
        assertThat(closes("pump-1")).isTrue();
        time.move(Duration.ofSeconds(1));
        assertThat(closes("pump-1")).isFalse();
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void shouldLeaveNoTimerOfAFaultThatIsRemoved() {
        faults.remove(faults.add(CLOSE.lasting(Duration.ofHours(1))));

        assertThat(time.timers()).isZero();
    }

    @Test
    void shouldHoldWhatItStruckUntilItIsOver() {
        String id = faults.add(Fault.of(new MuteFeedbackLink()).times(1));
        Strike<MuteFeedbackLink> strike =
                faults.strikes(MuteFeedbackLink.class, Operation.FEEDBACK, null).getFirst();

        assertThat(faults.strike(MuteFeedbackLink.class, Operation.FEEDBACK, null))
                .as("once was asked for")
                .isNull();
        AtomicBoolean over = new AtomicBoolean();
        strike.whenOver(() -> false, () -> over.set(true));
        assertThat(over).isFalse();
        faults.remove(id);
        assertThat(over).isTrue();
    }

    @Test
    void shouldDropTheLinksOfItsDevicesAtOnce() {
        FakeConnection pump = new FakeConnection();
        FakeConnection valve = new FakeConnection();
        faults.link(ClientId.of("pump-1", null), pump);
        faults.link(ClientId.of("valve-1", null), valve);

        faults.add(Fault.of(new DropLink()).on(Devices.like("pump-*")));

        assertThat(pump.why).isEqualTo(SessionEnd.CUT);
        assertThat(valve.closed).isFalse();
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void shouldDeliverNothingOverAHalfOpenLinkAndCutItInTheEnd() {
        FakeConnection pump = new FakeConnection();
        var link = faults.link(ClientId.of("pump-1", null), pump);
        faults.add(Fault.of(new HalfOpenDeviceLink()).lasting(Duration.ofSeconds(5)));

        link.deliver(new MethodRequest(1, "reboot", "null"));
        assertThat(pump.requests).isEmpty();
        assertThat(pump.closed).isFalse();
        time.move(Duration.ofSeconds(5));
        assertThat(pump.why).isEqualTo(SessionEnd.CUT);
    }

    @Test
    void shouldDeliverNothingMoreOnceALinkIsStruck() {
        FakeConnection pump = new FakeConnection();
        var link = faults.link(ClientId.of("pump-1", null), pump);
        faults.add(Fault.of(new DropLinkAfterDelivery()).times(1));

        link.deliver(new MethodRequest(1, "first", "null"));
        link.deliver(new MethodRequest(2, "second", "null"));

        assertThat(pump.why).isEqualTo(SessionEnd.CUT);
        assertThat(pump.requests).extracting(MethodRequest::method).containsExactly("first");
    }

    @Test
    void shouldTellOnceThatAFaultHasCutADevice() {
        Hub hub = hub();
        hub.registry().create(new DeviceSpec(new DeviceId("pump-1"), null, true, null));
        FakeConnection pump = new FakeConnection();
        Session session = hub.connect(new DeviceId("pump-1"), pump, true);
        pump.onClose = session::end; // as front ends do
        session.open();
        session.subscribe(Subscription.DIRECT_METHODS);
        faults.add(Fault.of(new DropLinkBeforeDelivery()).times(1));

        var call = hub.methods()
                .invoke(
                        new DeviceId("pump-1"),
                        new MethodCall("reboot", "null", Duration.ofSeconds(5), Duration.ofSeconds(0)));

        assertThat(call.toCompletableFuture()).isCompletedExceptionally();
        assertThat(hub.operations().latest())
                .extracting(operation -> operation.kind() + " " + operation.outcome())
                .containsExactly("disconnect cut", "connect MQTT");
    }

    @Test
    void shouldForgetTheLinkOfADeviceThatMayNotConnect() {
        Hub hub = hub();
        hub.registry().create(new DeviceSpec(new DeviceId("pump-1"), null, false, null));
        FakeConnection refused = new FakeConnection();
        assertThatThrownBy(() -> hub.connect(new DeviceId("pump-1"), refused, true))
                .isInstanceOf(HubException.class);

        faults.add(Fault.of(new DropLink()));

        assertThat(refused.closed).isFalse();
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        assertThatThrownBy(() -> CLOSE.times(0)).hasMessage("times 0: it must be 1 or more");
        assertThatThrownBy(() -> CLOSE.share(1.1, 1)).hasMessageStartingWith("share 1.1");
        assertThatThrownBy(() -> CLOSE.share(0, 1)).hasMessageStartingWith("share 0.0");
        assertThatThrownBy(() -> CLOSE.lasting(Duration.ZERO)).hasMessageStartingWith("duration PT0S");
        assertThatThrownBy(() -> Fault.of(new LateAnswer()).during(Operation.JOBS))
                .hasMessageStartingWith("operation jobs: this kind strikes [methods]");
        assertThatThrownBy(() -> Fault.of(new MuteFeedbackLink()).on("pump-1"))
                .hasMessageStartingWith("devices pump-1");
        assertThatThrownBy(() -> Fault.of(new DropLink()).lasting(Duration.ofSeconds(1)))
                .hasMessageStartingWith("duration PT1S");
        assertThatThrownBy(() -> new Refusal(429_999, null)).hasMessageContaining("429002");
        assertThatThrownBy(() -> new Refusal(200, null)).hasMessageContaining("400 to 599");
    }

    private Hub hub() {
        return new Hub(
                "hub", time, time, MessagingRules.DEFAULT, VirtualDevices.none(), new Admission(null, time), faults);
    }

    private boolean closes(String device) {
        return faults.strike(OnAnswer.class, Operation.METHODS, device) != null;
    }

    private List<Boolean> hundred(Fault fault) {
        faults.add(fault);
        return IntStream.range(0, 100).mapToObj(_ -> closes("pump-1")).toList();
    }
}
