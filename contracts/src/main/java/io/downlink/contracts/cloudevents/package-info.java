/** Kafka records as CloudEvents 1.0, in binary mode; structured mode and plain JSON are read too. */
@NullMarked
package io.downlink.contracts.cloudevents;

import org.jspecify.annotations.NullMarked;
