package io.downlink.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.Traffic;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonHelper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Links of devices on AMQP that a fault cuts: the whole connection, without a farewell. */
class DeviceLinkCutsIT {
    private static final String METHODS = "/devices/device-1/methods/devicebound";

    private static final String MESSAGES = "/devices/device-1/messages/devicebound";
    private static final DeviceId DEVICE = new DeviceId("device-1");

    private static HubEmulator emulator;

    private final List<Message> requests = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.62.0.32");
    }

    @AfterEach
    void takeFaultsBack() {
        emulator.faults().clear();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldCutTheLinksThatAreThere() throws Exception {
        try (RawAmqp client = connected()) {
            RawSession session = client.begin();
            var link = listen(session);

            emulator.faults().add(Fault.of(new Kind.DropLink()).on("device-1"));

            await().until(client::isCut);
            assertThat(link.detached()).isNotDone();
            assertThat(session.ended()).isNotDone();
        }
    }

    @Test
    void shouldCutTheLinkInsteadOfTheDelivery() throws Exception {
        emulator.faults().add(Fault.of(new Kind.DropLinkBeforeDelivery()).times(1));
        try (RawAmqp client = connected()) {
            var link = listen(client.begin());

            CompletionStage<MethodAnswer> call = call();

            await().until(client::isCut);
            assertThat(link.detached()).isNotDone();
            assertThat(requests).isEmpty();
            assertThatThrownBy(() -> call.toCompletableFuture().join()).hasMessageContaining("Device disconnected");
        }
    }

    @Test
    void shouldCutTheLinkAfterTheDelivery() throws Exception {
        emulator.faults().add(Fault.of(new Kind.DropLinkAfterDelivery()).times(1));
        try (RawAmqp client = connected()) {
            var link = listen(client.begin());

            CompletionStage<MethodAnswer> call = call();

            await().until(client::isCut);
            assertThat(link.detached()).isNotDone();
            assertThat(requests).hasSize(1);
            assertThatThrownBy(() -> call.toCompletableFuture().join()).hasMessageContaining("Device disconnected");
        }
    }

    @Test
    void shouldCutTheLinkInsteadOfAMessageAndBringTheMessageAgain() throws Exception {
        emulator.faults().add(Fault.of(new Kind.DropLinkBeforeDelivery()).times(1));
        try (RawAmqp client = connected()) {
            var link = client.begin().receiver(MESSAGES, 0, (_, message) -> requests.add(message));
            Traffic.MESSAGES.send(emulator, DEVICE);
            await().during(Duration.ofMillis(300)).until(client::isConnected); // nothing is delivered without credit

            client.credit(link.link(), 10);

            await().until(client::isCut);
            assertThat(requests).isEmpty();
        }
        try (RawAmqp client = connected()) {
            client.begin().receiver(MESSAGES, 10, (delivery, message) -> {
                requests.add(message);
                delivery.disposition(Accepted.getInstance(), true);
            });

            await().until(() -> emulator.hub().registry().get(DEVICE).messages() == 0);
            assertThat(requests).hasSize(1);
        }
    }

    @Test
    void shouldCutTheLinkAfterTheMessageThatTheFaultStrikes() throws Exception {
        try (RawAmqp client = connected()) {
            var link = client.begin().receiver(MESSAGES, 0, (_, message) -> requests.add(message));
            for (int i = 0; i < 3; i++) { // announced once or thrice, as it happens
                Traffic.MESSAGES.send(emulator, DEVICE);
            }
            emulator.faults().add(Fault.of(new Kind.DropLinkAfterDelivery()).times(1));
            long before = emulator.hub().messages().statistics().deliveredCount();

            client.credit(link.link(), 10);

            await().until(client::isCut);
            assertThat(emulator.hub().messages().statistics().deliveredCount())
                    .as("what is cut may not arrive, but it was sent")
                    .isGreaterThan(before);
            assertThat(requests).hasSizeLessThanOrEqualTo(1);
        } finally {
            emulator.hub().messages().purge(DEVICE);
        }
    }

    @Test
    void shouldSayNothingOnAHalfOpenConnectionUntilItIsCut() throws Exception {
        try (RawAmqp client = connected()) {
            RawSession session = client.begin();
            listen(session);
            var events = session.sender("/devices/device-1/messages/events");
            String id = emulator.faults()
                    .add(Fault.of(new Kind.HalfOpenDeviceLink()).on("device-1"));

            CompletableFuture<ProtonDelivery> settled = new CompletableFuture<>();
            client.onLoop(() -> events.link().send(ProtonHelper.message("hello"), settled::complete));
            CompletionStage<MethodAnswer> call = call();
            assertThatThrownBy(() -> call.toCompletableFuture().join())
                    .as("to the hub the device is there")
                    .hasMessageContaining("Timed out waiting for the response");
            assertThat(settled).isNotDone();
            assertThat(requests).isEmpty();
            assertThat(client.isConnected()).isTrue();

            emulator.faults().remove(id);
            await().until(client::isCut);
        }
    }

    private RawSession.Receiver listen(RawSession session) throws Exception {
        RawSession.Receiver link = session.receiver(METHODS, 0, (_, message) -> requests.add(message));
        session.client().credit(link.link(), 10);
        session.client().begin(); // its answer tells that the hub has got the credit, too
        return link;
    }

    private static CompletionStage<MethodAnswer> call() {
        return emulator.hub()
                .methods()
                .invoke(DEVICE, new MethodCall("reboot", "null", Duration.ofSeconds(5), Duration.ofSeconds(5)));
    }

    private static RawAmqp connected() throws Exception {
        RawAmqp client = RawAmqp.connect(emulator);
        client.putToken(
                "1",
                "servicebus.windows.net:sastoken",
                Tokens.ofDevice(
                        emulator.hostName(),
                        "device-1",
                        DevelopmentKeys.DEVICE_1_KEY,
                        Instant.now().plusSeconds(600)));
        return client;
    }
}
