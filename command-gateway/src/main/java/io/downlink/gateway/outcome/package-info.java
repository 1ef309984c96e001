/** How commands end: the words for it, and the way of their events to Kafka. */
@NullMarked
package io.downlink.gateway.outcome;

import org.jspecify.annotations.NullMarked;
