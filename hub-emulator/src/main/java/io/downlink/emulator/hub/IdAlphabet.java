package io.downlink.emulator.hub;

import java.util.BitSet;

/**
 * What the ids of devices, modules and messages consist of: 1 to 128 ASCII letters, digits and
 * {@code - : . + % _ # * ? ! ( ) , = @ ; $ '}.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-identity-registry">Identity registry</a>
 */
final class IdAlphabet {
    private static final int LENGTH_MAX = 128;
    private static final BitSet CHARACTERS = characters();

    private IdAlphabet() {}

    static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= LENGTH_MAX && text.chars().allMatch(CHARACTERS::get);
    }

    /**
     * Refuses what is no id.
     *
     * @param what whose id it is
     * @throws HubException {@link HubError#ARGUMENT_INVALID}, which tells the length or the place that is wrong
     */
    static void check(String what, String value) {
        if (value.isEmpty() || value.length() > LENGTH_MAX) {
            throw new HubException(
                    HubError.ARGUMENT_INVALID,
                    "A " + what + " id has 1 to " + LENGTH_MAX + " characters, this one has " + value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            if (!CHARACTERS.get(value.charAt(i))) {
                throw new HubException(
                        HubError.ARGUMENT_INVALID, "A " + what + " id has no character like the one at position " + i);
            }
        }
    }

    private static BitSet characters() {
        BitSet characters = new BitSet(128);
        characters.set('a', 'z' + 1);
        characters.set('A', 'Z' + 1);
        characters.set('0', '9' + 1);
        "-:.+%_#*?!(),=@;$'".chars().forEach(characters::set);
        return characters;
    }
}
