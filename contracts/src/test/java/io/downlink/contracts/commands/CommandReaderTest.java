package io.downlink.contracts.commands;

import static io.downlink.contracts.JsonTexts.utf8;
import static io.downlink.contracts.KafkaRecords.RECORD_TIME;
import static io.downlink.contracts.commands.Records.read;
import static io.downlink.contracts.commands.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.node.NullNode;
import io.downlink.contracts.commands.CommandRequest.Body;
import io.downlink.contracts.commands.CommandRequest.Cancel;
import io.downlink.contracts.commands.CommandRequest.CloudToDevice;
import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.CommandRequest.Terms;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.commands.ReadResult.Refused;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.methods.MethodTimeouts;
import io.downlink.contracts.requests.Priority;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandReaderTest {
    private static final String REBOOT = """
            {"deviceId": "pump-17", "type": "direct-method", "method": {"name": "reboot"}}""";

    @Test
    void shouldFillInDefaultsWhenADirectMethodSaysNothing() {
        // when
        DirectMethod request = accepted(DirectMethod.class, read(REBOOT));
        // then
        assertThat(request)
                .isEqualTo(new DirectMethod(
                        new CommandId("default", "pump-17", null, "downlink.commands-3-17"),
                        new Method("reboot", NullNode.getInstance(), Duration.ZERO, Duration.ofSeconds(30)),
                        new Terms(
                                RECORD_TIME.plus(Duration.ofHours(1)),
                                Delivery.AT_MOST_ONCE,
                                3,
                                WhenOffline.FAIL,
                                Priority.INTERACTIVE)));
    }

    @Test
    void shouldReadEveryFieldOfADirectMethod() {
        // when
        Accepted accepted = (Accepted) read("""
                { "commandId": "2f1c", "deviceId": "pump-17", "moduleId": "valve", "hub": "west",
                  "type": "direct-method",
                  "method": { "name": "reboot", "payload": { "delay": 3 }, "connectTimeout": "PT10S", "responseTimeout": "PT1M" },
                  "deadline": "2026-12-01T10:00:00.5Z", "delivery": "at-least-once", "attemptsMax": 5,
                  "whenOffline": "wait", "priority": "bulk", "context": {"ticket": "INC-4711"} }
                """);
        // then
        DirectMethod request = (DirectMethod) accepted.request();
        assertThat(request.id()).isEqualTo(new CommandId("west", "pump-17", "valve", "2f1c"));
        assertThat(request.method().payload().toString()).isEqualTo("{\"delay\":3}");
        assertThat(request.method().connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(request.method().responseTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(request.terms())
                .isEqualTo(new Terms(
                        Instant.parse("2026-12-01T10:00:00.5Z"),
                        Delivery.AT_LEAST_ONCE,
                        5,
                        WhenOffline.WAIT,
                        Priority.BULK));
        assertThat(accepted.meta().context()).hasToString("{\"ticket\":\"INC-4711\"}");
        assertThat(accepted.meta().source()).isEqualTo(new Source("downlink.commands", 3, 17));
        assertThat(accepted.meta().recordTime()).isEqualTo(RECORD_TIME);
    }

    @Test
    void shouldReadEveryFieldOfAMessage() {
        // when
        CloudToDevice request = accepted(CloudToDevice.class, read("""
                { "commandId": "77aa", "deviceId": "pump-17", "type": "cloud-to-device",
                  "message": { "bodyText": "Cloud to device message.", "contentType": "text/plain",
                    "correlationId": "c-1", "properties": {"k": "v"}, "ack": "positive", "timeToLive": "PT1H" } }
                """));
        // then
        assertThat(request.message())
                .isEqualTo(new CommandRequest.Message(
                        new Body.Text("Cloud to device message."),
                        "text/plain",
                        "c-1",
                        Map.of("k", "v"),
                        Ack.POSITIVE,
                        Duration.ofHours(1)));
        assertThat(request.terms().delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
    }

    @Test
    void shouldReadACancelWhenItNamesACommand() {
        // when
        Cancel request = accepted(Cancel.class, read("""
                { "type": "cancel", "deviceId": "pump-17", "commandId": "2f1c", "context": 1 }"""));
        // then
        assertThat(request).isEqualTo(new Cancel(new CommandId("default", "pump-17", null, "2f1c")));
    }

    @Test
    void shouldTakeNullForLeftOut() {
        // when
        ReadResult result = read("""
                { "commandId": null, "deviceId": "pump-17", "moduleId": null, "hub": null, "type": "direct-method",
                  "method": { "name": "reboot", "payload": null, "connectTimeout": null, "responseTimeout": null },
                  "message": null, "deadline": null, "delivery": null, "attemptsMax": null, "whenOffline": null,
                  "priority": null, "context": null }""");
        // then
        assertThat(accepted(DirectMethod.class, result)).isEqualTo(accepted(DirectMethod.class, read(REBOOT)));
    }

    @Test
    void shouldKeepEveryDigitOfAPayload() {
        // given
        String payload =
                "{\"big\":123456789012345678901234567890,\"exact\":1.50,\"tiny\":0.1000000000000000055511151231257827}";
        // when
        DirectMethod request = accepted(DirectMethod.class, read("""
                {"deviceId": "pump-17", "type": "direct-method", "method": {"name": "set", "payload": %s}}""".formatted(payload)));
        // then
        assertThat(ExactJson.text(request.method().payload())).isEqualTo(payload);
    }

    @Test
    void shouldTakeTheEventsIdAndSenderWhenTheRecordIsACloudEvent() {
        // when
        Accepted accepted = (Accepted) read(
                REBOOT,
                "ce_specversion",
                "1.0",
                "ce_id",
                "e-1",
                "ce_source",
                "/ops",
                "ce_type",
                "io.downlink.command.request",
                "ce_authid",
                "alice",
                "ce_correlationid",
                "shift-7",
                "content-type",
                "application/json; charset=UTF-8");
        // then
        assertThat(accepted.request().id().commandId()).isEqualTo("e-1");
        assertThat(accepted.meta().requestedBy()).isEqualTo(new RequestedBy("/ops", "alice", "e-1", "shift-7"));
    }

    @Test
    void shouldTakeTheEventsExpiryForADeadlineWhenTheRequestHasNone() {
        // when
        DirectMethod request = accepted(DirectMethod.class, read(REBOOT, "ce_expirytime", "2026-12-01T11:05:00+01:00"));
        // then
        assertThat(request.terms().deadline()).isEqualTo(Instant.parse("2026-12-01T10:05:00Z"));
    }

    @Test
    void shouldPreferTheRequestsDeadlineToTheEventsExpiry() {
        // when
        DirectMethod request = accepted(
                DirectMethod.class,
                read(
                        REBOOT.replace("{\"name", "{\"name")
                                .replace("\"type\"", "\"deadline\":\"2026-12-01T09:30:00Z\",\"type\""),
                        "ce_expirytime",
                        "2026-12-01T10:05:00Z"));
        // then
        assertThat(request.terms().deadline()).isEqualTo(Instant.parse("2026-12-01T09:30:00Z"));
    }

    @Test
    void shouldUseTheTimeoutsOfTheMethodWhenTheyAreConfigured() {
        // given
        MethodTimeouts slow = new MethodTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(200));
        RequestDefaults standard = RequestDefaults.STANDARD;
        CommandReader reader = new CommandReader(new RequestDefaults(
                standard.lifetime(), standard.lifetimeMax(), 7, standard.timeouts(), Map.of("reboot", slow)));
        // when
        DirectMethod request = accepted(DirectMethod.class, reader.read(record("pump-17", utf8(REBOOT))));
        // then
        assertThat(request.method().connectTimeout()).isEqualTo(slow.connectTimeout());
        assertThat(request.method().responseTimeout()).isEqualTo(slow.responseTimeout());
        assertThat(request.terms().attemptsMax()).isEqualTo(7);
    }

    @Test
    void shouldTellEverythingAboutARefusedRequestThatIsKnown() {
        // when
        Refused refused = (Refused) read("""
                {"commandId": "a/b", "deviceId": "pump-17", "hub": "west", "type": "direct-method", "context": [1]}""");
        CommandEvent.Invalid event = (CommandEvent.Invalid) refused.toEvent(RECORD_TIME);
        // then
        assertThat(event.about().id()).isEqualTo(new CommandId("west", "pump-17", null, "a/b"));
        assertThat(event.about().type()).isEqualTo(CommandType.DIRECT_METHOD);
        assertThat(event.about().context()).hasToString("[1]");
        assertThat(event.about().attempts()).isZero();
        assertThat(event.problems()).extracting(Problem::field).containsExactlyInAnyOrder("commandId", "method");
    }

    @Test
    void shouldRefuseAMalformedCancelWithoutEndingTheCommandThatItNames() {
        // when
        Refused refused = (Refused) read("""
                {"commandId": "2f1c", "deviceId": "pump-17", "type": "cancel", "deadlin": 1, "method": {}}""");
        CommandEvent event = refused.toEvent(RECORD_TIME);
        // then
        assertThat(event.isFinal()).isFalse();
        assertThat(event.about().type()).isEqualTo(CommandType.CANCEL);
        assertThat(event)
                .asInstanceOf(type(CommandEvent.CancelRefused.class))
                .extracting(CommandEvent.CancelRefused::detail)
                .asString()
                .contains("deadlin ", "method does not belong to a cancel");
    }

    private static <T extends CommandRequest> T accepted(Class<T> expected, ReadResult result) {
        assertThat(result).isInstanceOf(Accepted.class);
        return assertThat(((Accepted) result).request())
                .asInstanceOf(type(expected))
                .actual();
    }
}
