package io.downlink.emulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModulesTest {
    private static final DeviceId PUMP = new DeviceId("pump");
    private static final ClientId METER = ClientId.of("pump", "meter");
    private static final MethodCall READ =
            new MethodCall("read", "null", Duration.ofSeconds(30), Duration.ofSeconds(10));

    private final ManualTime time = new ManualTime();
    private final Hub hub = new Hub("127.0.0.1", time, time);
    private final FakeConnection connection = new FakeConnection();

    @BeforeEach
    void registerDeviceAndModule() {
        hub.registry().create(new DeviceSpec(PUMP, null, true, null));
        hub.registry().create(module("meter", null));
    }

    @Test
    void shouldKeepAnIdentityOfItsOwn() {
        Identity device = hub.registry().get(PUMP).identity();
        Identity module = hub.registry().get(METER).identity();

        assertThat(module.id()).isEqualTo(METER);
        assertThat(module.generationId()).isNotEqualTo(device.generationId());
        assertThat(module.etag()).isNotEqualTo(device.etag());
        assertThat(module.keys()).isNotEqualTo(device.keys());
    }

    @Test
    void shouldReplaceAllOfAnIdentityButItsGeneration() {
        Identity first =
                hub.registry().update(module("meter", "me"), IfMatch.ANY).identity();

        Identity second = hub.registry()
                .update(module("meter", null), new IfMatch(first.etag()))
                .identity();

        assertThat(first.managedBy()).isEqualTo("me");
        assertThat(second.managedBy()).isNull();
        assertThat(second.generationId()).isEqualTo(first.generationId());
        assertRefused(
                () -> hub.registry().update(module("meter", null), new IfMatch(first.etag())),
                HubError.PRECONDITION_FAILED);
    }

    @Test
    void shouldListTheModulesOfADeviceInTheOrderOfTheirIds() {
        hub.registry().create(module("alarm", null));

        assertThat(hub.registry().modules(PUMP))
                .extracting(module -> module.identity().id().toString())
                .containsExactly("pump/alarm", "pump/meter");
    }

    @Test
    void shouldRefuseWhatTheServiceRefuses() {
        assertRefused(() -> hub.registry().create(module("meter", null)), HubError.MODULE_ALREADY_EXISTS);
        assertRefused(() -> hub.registry().create(module("$edgeHub", null)), HubError.ARGUMENT_INVALID);
        assertRefused(() -> hub.registry().get(ClientId.of("pump", "nobody")), HubError.MODULE_NOT_FOUND);
        assertRefused(() -> hub.registry().get(ClientId.of("nobody", "meter")), HubError.DEVICE_NOT_FOUND);
        assertRefused(() -> hub.twins().get(ClientId.of("pump", "nobody")), HubError.DEVICE_NOT_FOUND);
        assertRefused(() -> hub.methods().invoke(ClientId.of("pump", "nobody"), READ), HubError.MODULE_NOT_FOUND);
        assertThatThrownBy(() -> new ModuleId("a/b")).isInstanceOf(HubException.class);
    }

    @Test
    void shouldRefuseTheFiftyFirstModule() {
        for (int i = 1; i < 50; i++) {
            hub.registry().create(module("m" + i, null));
        }

        assertRefused(() -> hub.registry().create(module("m50", null)), HubError.TOO_MANY_MODULES);
        hub.registry().delete(METER, IfMatch.ANY);
        assertThatCode(() -> hub.registry().create(module("m50", null))).doesNotThrowAnyException();
    }

    @Test
    void shouldSpeakForItselfAlone() {
        FakeConnection ofDevice = new FakeConnection();
        Session device = hub.connect(PUMP, ofDevice, true);
        device.subscribe(Subscription.DIRECT_METHODS);
        device.open();
        Session module = connect();

        hub.methods().invoke(METER, READ);

        assertThat(ofDevice.closed).isFalse();
        assertThat(ofDevice.requests).isEmpty();
        assertThat(connection.requests).hasSize(1);
        assertThat(module.clientId()).isEqualTo(METER);
        assertThat(hub.registry().get(METER).transport()).isEqualTo(Transport.MQTT);
    }

    @Test
    void shouldHaveATwinOfItsOwn() {
        Session session = connect();

        session.report(JsonNodeFactory.instance.objectNode().put("flow", 3), null);
        ObjectNode desired = JsonNodeFactory.instance.objectNode().put("interval", 5);
        hub.twins().change(METER, new TwinChange(null, desired, false), IfMatch.ANY);

        assertThat(hub.twins().get(METER).reported().values().path("flow").intValue())
                .isEqualTo(3);
        assertThat(hub.twins().get(PUMP).reported().values()).isEmpty();
        assertThat(connection.desired).containsExactly("2 {\"interval\":5}");
        assertThat(TwinDocument.of(hub.twins().get(METER)).path("moduleId").textValue())
                .isEqualTo("meter");
    }

    @Test
    void shouldHaveAQueueOfItsOwn() {
        hub.messages().send(METER, message());

        assertThat(hub.registry().get(METER).messages()).isEqualTo(1);
        assertThat(hub.registry().get(PUMP).messages()).isZero();
        connect();
        assertThat(connection.messages).hasSize(1);
    }

    @Test
    void shouldBeCutOffWithItsDeviceAndStayOut() {
        connect();

        hub.registry().update(new DeviceSpec(PUMP, null, false, null), IfMatch.ANY);

        assertThat(connection.closed).isTrue();
        assertThat(hub.registry().get(METER).connected()).isFalse();
        assertThat(hub.registry().get(METER).mayConnect()).isFalse();
        assertRefused(this::connect, HubError.UNAUTHORIZED);
        assertRefused(() -> hub.messages().send(METER, message()), HubError.MODULE_NOT_FOUND);
        hub.registry().update(new DeviceSpec(PUMP, null, true, null), IfMatch.ANY);
        assertThatCode(this::connect).doesNotThrowAnyException();
    }

    @Test
    void shouldEndWithItsDevice() {
        connect();

        hub.registry().delete(PUMP, IfMatch.ANY);

        assertThat(connection.closed).isTrue();
        assertRefused(() -> hub.registry().get(METER), HubError.DEVICE_NOT_FOUND);
        hub.registry().create(new DeviceSpec(PUMP, null, true, null));
        assertRefused(() -> hub.registry().get(METER), HubError.MODULE_NOT_FOUND);
    }

    @Test
    void shouldFailTheCallsThatWaitedForItWhenItIsRemoved() {
        var outcome = hub.methods().invoke(METER, READ).toCompletableFuture();

        hub.registry().delete(METER, IfMatch.ANY);

        assertThat(outcome)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(HubError.MODULE_NOT_FOUND));
    }

    @Test
    void shouldTellWhenTheClientWasActive() {
        Session session = connect();
        time.move(Duration.ofMinutes(1));

        session.telemetry();

        assertThat(hub.registry().get(METER).lastActivity()).isEqualTo(time.instant());
        assertThat(hub.registry().get(PUMP).lastActivity()).isNull();
    }

    private Session connect() {
        Session session = hub.connect(METER, connection, true);
        session.subscribe(Subscription.DIRECT_METHODS);
        session.subscribe(Subscription.DESIRED_PROPERTIES);
        session.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES);
        session.open();
        return session;
    }

    private static ModuleSpec module(String id, @Nullable String managedBy) {
        return new ModuleSpec(PUMP, new ModuleId(id), null, managedBy);
    }

    private static CloudToDeviceMessage message() {
        return new CloudToDeviceMessage(
                null, null, null, "", null, null, null, AckLevel.NONE, Map.of(), ByteBuffer.allocate(1));
    }

    private static void assertRefused(ThrowingCallable call, HubError error) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(error));
    }
}
