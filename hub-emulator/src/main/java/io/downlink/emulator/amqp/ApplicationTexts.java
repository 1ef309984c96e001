package io.downlink.emulator.amqp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.message.Message;

/** Reads the properties that a sender gave its message, as texts. */
final class ApplicationTexts {
    private ApplicationTexts() {}

    /** The properties in their order; the map is the caller's own. */
    static Map<String, String> of(Message message) {
        Map<String, String> result = new LinkedHashMap<>();
        ApplicationProperties section = message.getApplicationProperties();
        if (section != null && section.getValue() != null) {
            section.getValue().forEach((name, value) -> {
                if (value != null) {
                    result.put(name, value.toString());
                }
            });
        }
        return result;
    }
}
