package io.downlink.emulator.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.faults.FaultMessage;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.JsonText;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Subscription;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What one connected device says, and what the hub makes of it. */
final class DeviceDialogue {
    private static final Logger LOGGER = Logger.getLogger(DeviceDialogue.class);

    /** The Java SDK loses an acknowledgement that comes before its publish() has returned. */
    private static final Duration ACKNOWLEDGEMENT_PAUSE = Duration.ofMillis(5);

    /** The Java SDK must see the acknowledgement of a twin request before the response. */
    private static final Duration TWIN_RESPONSE_PAUSE = Duration.ofMillis(40);

    private final ClientId client;
    private final MqttEndpoint endpoint;
    private final MqttConnection connection;
    private final Session session;

    DeviceDialogue(ClientId client, MqttEndpoint endpoint, MqttConnection connection, Session session) {
        this.client = client;
        this.endpoint = endpoint;
        this.connection = connection;
        this.session = session;
    }

    void subscribe(MqttSubscribeMessage message) {
        List<MqttQoS> granted = new ArrayList<>();
        for (MqttTopicSubscription wanted : message.topicSubscriptions()) {
            Subscription subscription = Topics.subscription(wanted.topicName(), wanted.qualityOfService(), client);
            if (subscription == null) {
                granted.add(MqttQoS.FAILURE);
            } else {
                session.subscribe(subscription);
                granted.add(
                        wanted.qualityOfService() == MqttQoS.AT_MOST_ONCE
                                ? MqttQoS.AT_MOST_ONCE
                                : MqttQoS.AT_LEAST_ONCE);
            }
        }
        endpoint.subscribeAcknowledge(message.messageId(), granted);
    }

    void unsubscribe(MqttUnsubscribeMessage message) {
        for (String filter : message.topics()) {
            // Whatever its quality of service: a device has one subscription to a topic, not two.
            for (MqttQoS qos : List.of(MqttQoS.AT_MOST_ONCE, MqttQoS.AT_LEAST_ONCE)) {
                Subscription subscription = Topics.subscription(filter, qos, client);
                if (subscription != null) {
                    session.unsubscribe(subscription);
                }
            }
        }
        endpoint.unsubscribeAcknowledge(message.messageId());
    }

    /** To acknowledge is to complete: MQTT has no way to say anything else of a message. */
    void acknowledge(int packetId) {
        Long lock = connection.acknowledged(packetId);
        if (lock == null) {
            return;
        }
        try {
            session.complete(lock);
        } catch (HubException lockLost) {
            LOGGER.debugf("message acknowledged too late deviceId=%s", client);
        }
    }

    void publish(MqttPublishMessage message) {
        if (message.qosLevel() == MqttQoS.EXACTLY_ONCE) { // the hub has no such quality of service, and just closes
            endpoint.close();
            return;
        }
        Publication publication = Publication.of(message.topicName(), client);
        if (publication instanceof Publication.Telemetry telemetry && cutAsAskedFor(telemetry)) {
            return;
        }
        if (message.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
            connection.acknowledgeAfter(ACKNOWLEDGEMENT_PAUSE, message.messageId());
        }
        byte[] content = message.payload().getBytes();
        switch (publication) {
            case Publication.MethodResult result -> answer(result, content);
            case Publication.TwinGet get -> respond(message.qosLevel(), 200, get.requestId(), "", twin());
            case Publication.ReportedPatch patch -> report(message.qosLevel(), patch, content);
            case Publication.Telemetry _ -> session.telemetry();
            case Publication.Unknown _ -> {
                LOGGER.infof("connection closed deviceId=%s reason=unknown topic", client);
                endpoint.close();
            }
        }
    }

    /** A device that asks for a fault of its link loses it, without an acknowledgement; MQTT knows nothing milder. */
    private boolean cutAsAskedFor(Publication.Telemetry telemetry) {
        FaultMessage wanted = FaultMessage.of(telemetry.properties());
        if (wanted == null || !wanted.operation().endsMqtt()) {
            return false;
        }
        LOGGER.infof("connection will be cut deviceId=%s reason=the device asked for it", client);
        connection.closeAfter(wanted.delay());
        return true;
    }

    private void answer(Publication.MethodResult result, byte[] content) {
        String payload = JsonText.one(content);
        if (payload == null) {
            LOGGER.warnf("answer to a direct method dropped deviceId=%s reason=not JSON", client);
        } else if (!session.answer(result.requestId(), result.status(), payload)) {
            LOGGER.debugf("answer to a direct method dropped deviceId=%s reason=nobody waits for it", client);
        }
    }

    private ObjectNode twin() {
        ObjectNode twin = JsonNodeFactory.instance.objectNode();
        twin.set("desired", session.desired().withVersion());
        twin.set("reported", session.reported().withVersion());
        return twin;
    }

    private void report(MqttQoS qos, Publication.ReportedPatch patch, byte[] content) {
        try {
            ObjectNode properties = JsonText.object(content);
            if (properties == null) {
                throw new HubException(HubError.FORMAT_ERROR, "Reported properties must be a JSON object.");
            }
            long version = session.report(properties, patch.version());
            respond(qos, 204, patch.requestId(), "&$version=" + version, null);
        } catch (HubException refusal) {
            ObjectNode reason = JsonNodeFactory.instance
                    .objectNode()
                    .put("errorCode", refusal.error().code())
                    .put("message", refusal.getMessage());
            respond(qos, refusal.error().status(), patch.requestId(), "", reason);
        }
    }

    private void respond(MqttQoS qos, int status, String requestId, String suffix, @Nullable ObjectNode content) {
        if (!session.subscribed(Subscription.TWIN_RESPONSES)) {
            return;
        }
        String topic = Topics.twinResponse(status, requestId) + suffix;
        Buffer body = content == null ? Buffer.buffer() : Buffer.buffer(content.toString());
        if (qos == MqttQoS.AT_LEAST_ONCE) {
            connection.publishAfter(TWIN_RESPONSE_PAUSE, topic, body);
        } else {
            connection.publish(topic, body);
        }
    }
}
