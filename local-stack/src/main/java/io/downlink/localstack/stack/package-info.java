/** The stack: Kafka, the hub, the gateway and a fleet, each a process of its own, and what was found out about them. */
@NullMarked
package io.downlink.localstack.stack;

import org.jspecify.annotations.NullMarked;
