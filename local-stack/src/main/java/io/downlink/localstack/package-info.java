/** Downlink on one machine: Kafka, the hub and the services as processes. */
@NullMarked
package io.downlink.localstack;

import org.jspecify.annotations.NullMarked;
