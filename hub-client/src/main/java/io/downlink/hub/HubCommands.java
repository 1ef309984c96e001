package io.downlink.hub;

import io.smallrye.mutiny.Uni;

/** What a hub does on one device. */
public interface HubCommands extends AutoCloseable {

    /**
     * Invokes a direct method on one device or module and waits for its answer.
     *
     * <p>Each subscription is one call, and nothing that a device may have acted on is repeated on the way. The wait
     * has an end of its own, shortly after the call's connect and response timeouts, whatever the hub does. Cancelling
     * ends the call at once: what has not been sent will not be, and what has been may have been executed.
     *
     * @return the device's answer, whatever its status; fails with {@link HubException} and nothing else. It is told on
     *     an event loop, which must not be blocked
     * @throws IllegalArgumentException at once, before anything is sent, if the payload is not one JSON value
     * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-direct-methods">Direct methods</a>
     */
    Uni<MethodResult> invoke(MethodCall call);

    /**
     * Sends a cloud-to-device message to one device or module, and waits until the hub has taken it.
     *
     * <p>Each subscription sends once, and nothing is repeated on the way. The wait has an end of its own, whatever the
     * hub does. Cancelling ends the wait alone: a message that was handed to the connection may still be taken. An
     * outcome <i>released</i> or <i>modified</i> would be told as success, for the SDK does so; IoT Hub gives none.
     *
     * @return that the hub has the message; fails with {@link HubException} and nothing else, on a virtual thread of
     *     the client. {@link HubFailure#mayHaveExecuted} is then whether the hub may have taken it
     * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-c2d">Cloud-to-device</a>
     */
    Uni<Enqueued> send(OutgoingMessage message);

    /**
     * Ends open calls and frees the connections. A call that was sent fails as {@link HubFailure.Abandoned}, one that
     * was not as {@link HubFailure.Unreachable}, and so does every later one.
     */
    @Override
    void close();
}
