package io.downlink.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.KeptSteps;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Operation;
import io.vertx.proton.ProtonHelper;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections that end without AMQP's farewell, which the Java service SDK does not notice by itself. */
class AmqpFaultsIT {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.64.0.4");
        TestHub.register(emulator, "pump-1");
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
    void shouldTakeAMessageAndCutTheConnection() throws Exception {
        emulator.faults()
                .add(Fault.of(new Kind.ExecuteThenClose())
                        .during(Operation.CLOUD_TO_DEVICE)
                        .times(1));
        long before = emulator.hub().messages().statistics().enqueuedCount();

        try (RawAmqp client = authorized()) {
            client.sendAndForget("/messages/devicebound", message());

            await().until(() -> !client.isConnected());
        }
        assertThat(emulator.hub().messages().statistics().enqueuedCount()).isEqualTo(before + 1);
    }

    @Test
    void shouldKeepAHalfOpenConnectionUntilTheFaultIsOver() throws Exception {
        String id =
                emulator.faults().add(Fault.of(new Kind.HalfOpenServiceLink()).times(1));

        try (RawAmqp client = authorized()) {
            client.sendAndForget("/messages/devicebound", message());
            await().until(() -> emulator.faults().all().getFirst().struck() == 1);
            assertThat(client.isConnected()).isTrue();

            emulator.faults().remove(id);
            await().until(() -> !client.isConnected());
        }
    }

    @Test
    void shouldForgetTheLinksWithoutCreditThatHaveEnded() throws Exception {
        emulator.faults().add(Fault.of(new Kind.NoCredit()));

        try (RawAmqp client = authorized()) {
            RawSession session = client.begin();
            for (int i = 0; i < 100; i++) {
                RawSession.Sender link = session.sender("/messages/devicebound");
                client.onLoop(link.link()::close);
                link.detached().get(10, TimeUnit.SECONDS);
            }

            assertThat(client.isConnected()).isTrue();
            assertThat(KeptSteps.of(emulator.faults())).isLessThan(50);
        }
    }

    private static RawAmqp authorized() throws Exception {
        RawAmqp client = RawAmqp.connect(emulator);
        client.putToken(
                "1",
                "servicebus.windows.net:sastoken",
                Tokens.ofPolicy(
                        emulator.hostName(),
                        "service",
                        DevelopmentKeys.SERVICE,
                        Instant.now().plusSeconds(600)));
        return client;
    }

    private static Message message() {
        Message message = ProtonHelper.message("hello");
        message.setAddress("/devices/pump-1/messages/devicebound");
        return message;
    }
}
