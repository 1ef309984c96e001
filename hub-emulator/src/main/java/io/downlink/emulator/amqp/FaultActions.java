package io.downlink.emulator.amqp;

import io.downlink.emulator.faults.FaultMessage;
import io.vertx.core.Context;
import java.time.Duration;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.jboss.logging.Logger;

/**
 * Does to a connection what a device has asked for by a fault message, after the delay it said. All conditions are such
 * that the SDKs come again.
 */
final class FaultActions {
    private static final Logger LOGGER = Logger.getLogger(FaultActions.class);

    private final AmqpConnection connection;
    private final CbsLinks cbs;
    private final Context context;

    FaultActions(AmqpConnection connection, CbsLinks cbs, Context context) {
        this.connection = connection;
        this.cbs = cbs;
        this.context = context;
    }

    void plan(ClientLinks by, FaultMessage asked) {
        after(asked.delay(), () -> act(by, asked));
    }

    private void act(ClientLinks by, FaultMessage asked) {
        LOGGER.infof("fault asked for client=%s operation=%s", by.client(), asked.operation());
        ErrorCondition forced = Conditions.detachForced(asked.reason());
        switch (asked.operation()) {
            case KILL_TCP -> connection.cut();
            case KILL_AMQP_CONNECTION ->
                connection.close(Conditions.condition("amqp:connection:forced", asked.reason()));
            case KILL_AMQP_SESSION -> connection.end(by, forced);
            case KILL_AMQP_CBS_REQUEST_LINK -> cbs.detachRequests(forced);
            case KILL_AMQP_CBS_RESPONSE_LINK -> cbs.detachAnswers(forced);
            case KILL_AMQP_TELEMETRY_LINK -> by.detach(ClientLinks.Kind.TELEMETRY, forced);
            case KILL_AMQP_MESSAGE_LINK -> by.detach(ClientLinks.Kind.MESSAGES, forced);
            case KILL_AMQP_TWIN_REQUEST_LINK -> by.detach(ClientLinks.Kind.TWIN_REQUESTS, forced);
            case KILL_AMQP_TWIN_RESPONSE_LINK -> by.detach(ClientLinks.Kind.TWIN_ANSWERS, forced);
            case KILL_AMQP_METHOD_REQUEST_LINK -> by.detach(ClientLinks.Kind.METHOD_REQUESTS, forced);
            case KILL_AMQP_METHOD_RESPONSE_LINK -> by.detach(ClientLinks.Kind.METHOD_ANSWERS, forced);
            case INVOKE_THROTTLING -> refuse(by, asked, "com.microsoft:device-container-throttled");
            case INVOKE_MAX_MESSAGE_QUOTA -> refuse(by, asked, "amqp:resource-limit-exceeded");
            case INVOKE_AUTH_ERROR -> refuse(by, asked, "amqp:unauthorized-access");
            case SHUT_DOWN_AMQP -> connection.close(null);
            case SHUT_DOWN_MQTT -> {} // it is not MQTT
        }
    }

    private void refuse(ClientLinks links, FaultMessage asked, String condition) {
        links.refuseTelemetry(Conditions.condition(condition, asked.reason()));
        after(asked.duration(), () -> links.refuseTelemetry(null));
    }

    private void after(Duration pause, Runnable action) {
        context.owner().setTimer(Math.max(1, pause.toMillis()), _ -> action.run());
    }
}
