package io.downlink.emulator.hub;

/**
 * The name of a module among those of its device; upper and lower case are different modules.
 *
 * @param value 1 to 128 ASCII letters, digits and {@code - : . + % _ # * ? ! ( ) , = @ ; $ '}
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-identity-registry">Identity registry</a>
 */
public record ModuleId(String value) {
    /**
     * Checks the name.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID} if it is empty, too long or has a character outside
     *     the alphabet
     */
    public ModuleId {
        IdAlphabet.check("module", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
