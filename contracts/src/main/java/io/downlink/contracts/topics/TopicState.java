package io.downlink.contracts.topics;

import java.util.Map;

/**
 * How a topic is.
 *
 * @param config its effective configuration, the broker's defaults included
 */
record TopicState(int partitions, Map<String, String> config) {
    TopicState {
        config = Map.copyOf(config);
    }

    /** @return {@code otherwise} where the broker does not tell */
    long number(String key, long otherwise) {
        String value = config.get(key);
        return value == null ? otherwise : Long.parseLong(value);
    }
}
