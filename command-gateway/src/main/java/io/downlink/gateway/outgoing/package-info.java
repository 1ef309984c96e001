/** Records on their way to Kafka: handed over until it has acknowledged them. */
@NullMarked
package io.downlink.gateway.outgoing;

import org.jspecify.annotations.NullMarked;
