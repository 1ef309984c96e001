/** From a command on Kafka to a device, and its outcome back to Kafka. */
@NullMarked
package io.downlink.gateway;

import org.jspecify.annotations.NullMarked;
