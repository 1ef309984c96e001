/** Requests that did not come by Kafka, on their way to its topic. */
@NullMarked
package io.downlink.gateway.submission;

import org.jspecify.annotations.NullMarked;
