package io.downlink.contracts.commands;

import java.util.regex.Pattern;

/**
 * Which texts a field takes.
 *
 * @param pattern matches the whole text, its length aside; a regular expression in Java and in JSON Schema alike
 * @param lengthMax in UTF-16 code units
 * @param description completes "must be …"
 */
record TextRule(Pattern pattern, int lengthMax, String description) {
    private static final String ID_CHARACTERS = "letters, digits and - : . + % _ # * ? ! ( ) , = @ ; $ '";
    private static final Pattern ID = Pattern.compile("^[A-Za-z0-9\\-:.+%_#*?!(),=@;$']+$");

    /** IoT Hub's alphabet for device, module and message ids. */
    static final TextRule IOT_HUB_ID = new TextRule(ID, 128, "1 to 128 " + ID_CHARACTERS);

    static final TextRule HUB = new TextRule(
            Pattern.compile("^[A-Za-z0-9._\\-]+$"),
            128,
            "the name of a configured hub: 1 to 128 letters, digits and . _ -");

    /** As the Azure SDKs check it; control characters besides, which no MQTT topic takes. */
    static final TextRule METHOD_NAME = new TextRule(
            Pattern.compile("^[^$. \\x00-\\x1f\\x7f]+$"),
            128,
            "1 to 128 characters without \"$\", \".\", space and control characters");

    /** For what becomes an AMQP or HTTP header. */
    static final TextRule PRINTABLE =
            new TextRule(Pattern.compile("^[ -~]+$"), 128, "1 to 128 printable ASCII characters");

    /**
     * Names of application properties.
     *
     * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-construct">Message format</a>
     */
    static final TextRule PROPERTY_NAME = new TextRule(
            Pattern.compile("^[A-Za-z0-9!#$%&'*+\\-.^_`|~]+$"),
            1024,
            "letters, digits and ! # $ % & ' * + - . ^ _ ` | ~");

    static final TextRule PROPERTY_VALUE =
            new TextRule(Pattern.compile("^[ -~]*$"), Limits.MESSAGE_BYTES_MAX, "printable ASCII characters");

    boolean accepts(String text) {
        return text.length() <= lengthMax && pattern.matcher(text).matches();
    }
}
