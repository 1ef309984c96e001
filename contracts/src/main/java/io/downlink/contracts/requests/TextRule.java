package io.downlink.contracts.requests;

import java.util.regex.Pattern;

/**
 * Which texts a field takes.
 *
 * @param pattern matches the whole text, its length aside; a regular expression in Java and in JSON Schema alike
 * @param lengthMax in UTF-16 code units
 * @param description completes "must be …"
 */
public record TextRule(Pattern pattern, int lengthMax, String description) {
    private static final String ID_CHARACTERS = "letters, digits and - : . + % _ # * ? ! ( ) , = @ ; $ '";
    private static final Pattern ID = Pattern.compile("^[A-Za-z0-9\\-:.+%_#*?!(),=@;$']+$");

    /** IoT Hub's alphabet for device, module and message ids. */
    public static final TextRule IOT_HUB_ID = new TextRule(ID, 128, "1 to 128 " + ID_CHARACTERS);

    /** Names of hubs in the configuration. */
    public static final TextRule HUB = new TextRule(
            Pattern.compile("^[A-Za-z0-9._\\-]+$"),
            128,
            "the name of a configured hub: 1 to 128 letters, digits and . _ -");

    /** The least that IoT Hub is known to take. */
    public static final TextRule JOB_ID =
            new TextRule(Pattern.compile("^[A-Za-z0-9\\-]+$"), 64, "1 to 64 letters, digits and -");

    /** The part of a query that stands behind WHERE. Any text that is more than white space: the hub reads it. */
    public static final TextRule QUERY_CONDITION = new TextRule(
            Pattern.compile("^[ \\t\\r\\n]*[^ \\t\\r\\n][\\s\\S]*$"),
            8192,
            "1 to 8192 characters, the part of a query behind WHERE, or \"*\" for all devices");

    /** A crontab's five fields, as far as a pattern can tell. */
    public static final TextRule CRON = new TextRule(
            Pattern.compile("^[A-Za-z0-9*/,\\- ]+$"),
            256,
            "five fields as in a crontab, such as \"30 2 * * MON-FRI\": minute, hour, day of the month, month, day of the week");

    /** As the Azure SDKs check it; control characters besides, which no MQTT topic takes. */
    public static final TextRule METHOD_NAME = new TextRule(
            Pattern.compile("^[^$. \\x00-\\x1f\\x7f]+$"),
            128,
            "1 to 128 characters without \"$\", \".\", space and control characters");

    /** For what becomes an AMQP or HTTP header. */
    public static final TextRule PRINTABLE =
            new TextRule(Pattern.compile("^[ -~]+$"), 128, "1 to 128 printable ASCII characters");

    /**
     * Names of application properties.
     *
     * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-construct">Message format</a>
     */
    public static final TextRule PROPERTY_NAME = new TextRule(
            Pattern.compile("^[A-Za-z0-9!#$%&'*+\\-.^_`|~]+$"),
            1024,
            "letters, digits and ! # $ % & ' * + - . ^ _ ` | ~");

    /** Values of application properties. */
    public static final TextRule PROPERTY_VALUE =
            new TextRule(Pattern.compile("^[ -~]*$"), Limits.MESSAGE_BYTES_MAX, "printable ASCII characters");

    /** Whether a field may hold that text. */
    public boolean accepts(String text) {
        return text.length() <= lengthMax && pattern.matcher(text).matches();
    }
}
