package io.downlink.hub;

import io.smallrye.mutiny.Uni;

/** What Downlink asks of one IoT Hub. Nothing else in Downlink reads an Azure SDK's type or exception. */
public interface HubClient extends AutoCloseable {

    /**
     * Invokes a direct method on one device or module and waits for its answer.
     *
     * <p>One subscription is one call: nothing is repeated on the way. The wait has an end of its own, shortly after
     * the call's connect and response timeouts, whatever the hub does.
     *
     * @return the device's answer, whatever its status; fails with {@link HubException} and nothing else, on a thread
     *     of the client
     * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-direct-methods">Direct methods</a>
     */
    Uni<MethodResult> invoke(MethodCall call);

    /** Ends open calls (they fail, as may have executed) and frees the connections. */
    @Override
    void close();
}
