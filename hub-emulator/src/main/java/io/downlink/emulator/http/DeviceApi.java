package io.downlink.emulator.http;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.security.DeviceAuthenticator;
import java.util.List;

/**
 * The operations of devices that speak HTTPS: those the emulator has, and those it lacks and says so. Such a device has no
 * connection; every request shows who it comes from.
 */
public final class DeviceApi {
    private DeviceApi() {}

    /** All of them. */
    public static List<Route> routes(Hub hub, DeviceAuthenticator authenticator) {
        DeviceGate gate = new DeviceGate(hub.hostName(), authenticator);
        DeviceOperations messages = new DeviceOperations(hub.messages(), gate);
        return List.of(
                Route.device(GET, "/devices/{id}/messages/deviceBound", messages::receive),
                Route.device(DELETE, "/devices/{id}/messages/deviceBound/{lock}", messages::completeOrReject),
                Route.device(POST, "/devices/{id}/messages/deviceBound/{lock}/abandon", messages::abandon),
                Route.device(POST, "/devices/{id}/messages/events", messages::send),
                Route.deviceMissing(POST, "/devices/{id}/files", "file upload"),
                Route.deviceMissing(POST, "/devices/{id}/files/notifications", "file upload notification"),
                Route.deviceMissing(POST, "/devices/{id}/files/notifications/{upload}", "file upload notification"),
                Route.deviceMissing(POST, "/devices/{id}/modules/{module}/files", "file upload"),
                Route.deviceMissing(
                        POST, "/devices/{id}/modules/{module}/files/notifications", "file upload notification"));
    }

    /** Whether a path lies where devices send and receive; modules cannot, over HTTPS. */
    static boolean owns(List<String> segments) {
        return segments.size() > 2
                && segments.getFirst().equalsIgnoreCase("devices")
                && (segments.get(2).equalsIgnoreCase("messages")
                        || (segments.size() > 4
                                && segments.get(2).equalsIgnoreCase("modules")
                                && segments.get(4).equalsIgnoreCase("messages")));
    }
}
