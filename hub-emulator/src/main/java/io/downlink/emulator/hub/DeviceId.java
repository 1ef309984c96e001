package io.downlink.emulator.hub;

import java.util.BitSet;

/**
 * The name of a device, in the alphabet of IoT Hub; upper and lower case are different devices.
 *
 * @param value 1 to 128 ASCII letters, digits and {@code - : . + % _ # * ? ! ( ) , = @ ; $ '}
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-identity-registry">Identity registry</a>
 */
public record DeviceId(String value) {
    private static final int LENGTH_MAX = 128;
    private static final BitSet ALPHABET = alphabet();

    /**
     * Checks the name.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID} if it is empty, too long or has a character outside
     *     the alphabet
     */
    public DeviceId {
        if (value.isEmpty() || value.length() > LENGTH_MAX) {
            throw new HubException(
                    HubError.ARGUMENT_INVALID,
                    "A device id has 1 to " + LENGTH_MAX + " characters, this one has " + value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            if (!ALPHABET.get(value.charAt(i))) {
                throw new HubException(
                        HubError.ARGUMENT_INVALID, "A device id has no character like the one at position " + i);
            }
        }
    }

    /** Whether a text could be a device's id, or a message's, which has the same alphabet and length. */
    static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= LENGTH_MAX && text.chars().allMatch(ALPHABET::get);
    }

    @Override
    public String toString() {
        return value;
    }

    private static BitSet alphabet() {
        BitSet characters = new BitSet(128);
        characters.set('a', 'z' + 1);
        characters.set('A', 'Z' + 1);
        characters.set('0', '9' + 1);
        "-:.+%_#*?!(),=@;$'".chars().forEach(characters::set);
        return characters;
    }
}
