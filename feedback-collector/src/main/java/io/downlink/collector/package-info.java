/** Delivery feedback on its way from the hubs to Kafka. */
@NullMarked
package io.downlink.collector;

import org.jspecify.annotations.NullMarked;
