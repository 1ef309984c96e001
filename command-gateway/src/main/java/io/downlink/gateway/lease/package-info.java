/** When calls may start at all: this replica polls, and its events reach Kafka. */
@NullMarked
package io.downlink.gateway.lease;

import org.jspecify.annotations.NullMarked;
