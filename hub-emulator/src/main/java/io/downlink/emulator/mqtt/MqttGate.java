package io.downlink.emulator.mqtt;

import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Timers.Timer;
import io.downlink.emulator.hub.Transport;
import io.downlink.emulator.security.Credential;
import io.downlink.emulator.security.DeviceAuthenticator;
import io.downlink.emulator.time.MovableTime;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.vertx.core.Context;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Lets devices in that prove who they are. */
final class MqttGate {
    private static final Logger LOGGER = Logger.getLogger(MqttGate.class);
    private static final int MQTT_3_1_1 = 4;

    private final Hub hub;
    private final DeviceAuthenticator authenticator;
    private final MovableTime wall;
    private final Transport transport;

    MqttGate(Hub hub, DeviceAuthenticator authenticator, MovableTime wall, Transport transport) {
        this.hub = hub;
        this.authenticator = authenticator;
        this.wall = wall;
        this.transport = transport;
    }

    void connect(MqttEndpoint endpoint, Context context) {
        if (endpoint.protocolVersion() != MQTT_3_1_1) {
            endpoint.reject(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
            return;
        }
        try {
            admit(endpoint, context);
        } catch (HubException refusal) {
            LOGGER.infof("device refused clientId=%s reason=%s", endpoint.clientIdentifier(), refusal.error());
            endpoint.reject(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
        }
    }

    private void admit(MqttEndpoint endpoint, Context context) {
        MqttAuth auth = endpoint.auth();
        ConnectIdentity identity = auth == null
                ? ConnectIdentity.of(endpoint.clientIdentifier(), hub)
                : ConnectIdentity.of(endpoint.clientIdentifier(), auth.getUsername());
        Instant end = authenticator.authenticate(
                identity.hubHost(),
                identity.client(),
                Credential.of(auth == null ? null : auth.getPassword(), endpoint.sslSession()));
        MqttConnection connection = new MqttConnection(identity.client(), transport, endpoint, context);
        Session session = hub.connect(identity.client(), connection, endpoint.isCleanSession());
        listen(endpoint, connection, new DeviceDialogue(identity.client(), endpoint, connection, session));
        closeAt(end, endpoint, session);
        endpoint.accept(session.resumed());
        session.open();
        LOGGER.debugf("device connected deviceId=%s", identity.client());
    }

    private static void listen(MqttEndpoint endpoint, MqttConnection connection, DeviceDialogue dialogue) {
        endpoint.publishAutoAck(false)
                .autoKeepAlive(false)
                .subscribeHandler(connection.hearing(dialogue::subscribe))
                .unsubscribeHandler(connection.hearing(dialogue::unsubscribe))
                .publishHandler(connection.hearing(dialogue::publish))
                .publishAcknowledgeHandler(connection.hearing(dialogue::acknowledge))
                .pingHandler(connection.hearing(_ -> endpoint.pong()))
                .exceptionHandler(failure -> LOGGER.debugf("connection fails reason=%s", failure.getMessage()));
    }

    /** A device shows a new credential only by connecting anew, so its connection ends with the one it came with. */
    private void closeAt(Instant end, MqttEndpoint endpoint, Session session) {
        Timer timer = wall.after(Duration.between(wall.instant(), end), session::end);
        endpoint.closeHandler(_ -> {
            timer.cancel();
            session.end();
        });
    }
}
