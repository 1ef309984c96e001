package io.downlink.contracts.cloudevents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What was found in a Kafka record. */
public sealed interface Opening {

    /**
     * A JSON object, with or without a CloudEvent around it.
     *
     * @param duplicates the paths of names that stand twice in one object of the data
     */
    record Opened(Attributes attributes, ObjectNode data, List<String> duplicates) implements Opening {
        public Opened {
            duplicates = List.copyOf(duplicates);
        }
    }

    /** @param cause one line that says what the record is instead, without its content */
    record Unopened(String cause) implements Opening {}
}
