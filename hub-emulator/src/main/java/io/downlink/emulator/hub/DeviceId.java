package io.downlink.emulator.hub;

/**
 * The name of a device, in the alphabet of IoT Hub; upper and lower case are different devices.
 *
 * @param value 1 to 128 ASCII letters, digits and {@code - : . + % _ # * ? ! ( ) , = @ ; $ '}
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-identity-registry">Identity registry</a>
 */
public record DeviceId(String value) {
    /**
     * Checks the name.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID} if it is empty, too long or has a character outside
     *     the alphabet
     */
    public DeviceId {
        IdAlphabet.check("device", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
