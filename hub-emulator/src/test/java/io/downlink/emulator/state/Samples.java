package io.downlink.emulator.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.Authentication;
import io.downlink.emulator.hub.Change;
import io.downlink.emulator.hub.ClientGeneration;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.FeedbackRecord;
import io.downlink.emulator.hub.FeedbackState;
import io.downlink.emulator.hub.FeedbackStatus;
import io.downlink.emulator.hub.HubChange;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.Identity;
import io.downlink.emulator.hub.MessageState;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import io.downlink.emulator.hub.SessionState;
import io.downlink.emulator.hub.Subscription;
import io.downlink.emulator.hub.SymmetricKeys;
import io.downlink.emulator.hub.Thumbprints;
import io.downlink.emulator.hub.TwinChange;
import io.downlink.emulator.hub.TwinProperties;
import io.downlink.emulator.hub.TwinState;
import io.downlink.emulator.jobs.DeviceJob;
import io.downlink.emulator.jobs.DeviceJobError;
import io.downlink.emulator.jobs.DeviceJobStatus;
import io.downlink.emulator.jobs.JobAction;
import io.downlink.emulator.jobs.JobChange;
import io.downlink.emulator.jobs.JobId;
import io.downlink.emulator.jobs.JobSpec;
import io.downlink.emulator.jobs.JobStatus;
import io.downlink.emulator.jobs.JobType;
import io.downlink.emulator.jobs.JobWindow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of every kind, with all that can be in them. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456789Z");
    static final ClientGeneration PUMP = new ClientGeneration(ClientId.of("pump-1", null), "638000000000000001");
    private static final ClientGeneration METER =
            new ClientGeneration(ClientId.of("pump-1", "meter"), "638000000000000002");
    private static final SymmetricKeys KEYS = new SymmetricKeys(
            "DXQhNz8y1soyGAfAHoDbACnRaueC61JfQhyRiwqN/mU=", "P0Gzwn1qw+V+XzgunIHHBrj8wm2kXYWIb6q3PmDgRuE=");
    private static final JobWindow WINDOW =
            new JobWindow(new JobId("job-1"), JobType.SCHEDULE_DEVICE_METHOD, NOW, NOW.plus(Duration.ofHours(1)));

    private Samples() {}

    static List<Change> all() {
        return List.of(
                written(PUMP, new Authentication.Sas(KEYS), 1),
                written(
                        METER,
                        new Authentication.SelfSigned(
                                new Thumbprints("0123456789012345678901234567890123456789", null)),
                        2),
                written(PUMP, new Authentication.CertificateAuthority(), 3),
                written(PUMP, new Authentication.None(), 4),
                new HubChange.ClientRemoved(METER),
                new HubChange.RegistryNumbered(17),
                new HubChange.TwinWritten(
                        PUMP,
                        new TwinState(
                                2, 3, json("{\"a\":null,\"b\":{\"c\":[1,2.5,\"d\"]}}"), properties(), properties())),
                new HubChange.TwinWritten(PUMP, new TwinState(2, 4, null, null, null)),
                new HubChange.SessionWritten(
                        PUMP, new SessionState(true, Set.of(Subscription.DIRECT_METHODS, Subscription.TWIN_RESPONSES))),
                new HubChange.MessageQueued(PUMP, new MessageState(7, message(), NOW, NOW, true, 2)),
                new HubChange.MessageMoved(PUMP, 7, true, 3),
                new HubChange.MessageEnded(PUMP, 7, feedback()),
                new HubChange.MessageEnded(PUMP, 8, null),
                new HubChange.QueueNumbered(PUMP, 9),
                new HubChange.FeedbackCollected(feedback()),
                new HubChange.BatchSealed(3, NOW),
                new HubChange.BatchReturned(3, 4),
                new HubChange.BatchEnded(3),
                new HubChange.FeedbackForgotten(List.of(5L, 1L << 40)),
                new JobChange.JobAccepted(1, job(new JobAction.CallMethod(call())), NOW, NOW),
                new JobChange.JobAccepted(
                        2, job(new JobAction.UpdateTwin(new TwinChange(json("{\"a\":null}"), null, false))), NOW, NOW),
                new JobChange.JobStarted(1, WINDOW, List.of(new DeviceId("pump-1"), new DeviceId("pump-2")), NOW),
                new JobChange.JobDeviceWritten(
                        1, row(DeviceJobStatus.COMPLETED, new MethodAnswer(200, "{\"a\":null}"), null)),
                new JobChange.JobDeviceWritten(
                        1,
                        row(DeviceJobStatus.FAILED, null, new DeviceJobError(HubError.DEVICE_NOT_ONLINE, "offline"))),
                new JobChange.JobEnded(1, JobStatus.FAILED, "no condition", NOW),
                new JobChange.JobForgotten(1));
    }

    static HubChange.ClientWritten written(ClientGeneration client, Authentication authentication, long write) {
        return new HubChange.ClientWritten(
                new Identity(
                        client.client(),
                        client.generationId(),
                        "AAAAAAAAAAE=",
                        authentication,
                        false,
                        "why",
                        NOW,
                        null),
                write);
    }

    static CloudToDeviceMessage message() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("z", "first");
        properties.put("a", "second, with \"quotes\" and ü");
        ByteBuffer body =
                StandardCharsets.UTF_8.encode("xx body xx").position(3).limit(7).slice();
        return new CloudToDeviceMessage(
                "m-1",
                "c-1",
                "u-1",
                "/devices/pump-1/messages/devicebound",
                "text/plain",
                "utf-8",
                NOW,
                AckLevel.FULL,
                properties,
                body);
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static TwinProperties properties() {
        return new TwinProperties(json("{\"p\":{\"q\":1}}"), json("{\"$lastUpdated\":\"2026-01-01T00:00:00Z\"}"), 5);
    }

    private static FeedbackState feedback() {
        return new FeedbackState(
                5, 3, new FeedbackRecord("m-1", NOW, FeedbackStatus.REJECTED, PUMP.client(), PUMP.generationId()));
    }

    private static MethodCall call() {
        return new MethodCall("reboot", "{\"a\":null}", Duration.ofSeconds(30), Duration.ZERO);
    }

    private static JobSpec job(JobAction action) {
        return new JobSpec(new JobId("job-1"), action, "tags.a = 1", NOW, Duration.ofHours(1));
    }

    private static DeviceJob row(
            DeviceJobStatus status, @Nullable MethodAnswer answer, @Nullable DeviceJobError error) {
        return new DeviceJob(new DeviceId("pump-1"), WINDOW, status, NOW, NOW, answer, error);
    }
}
