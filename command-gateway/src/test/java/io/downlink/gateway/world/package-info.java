/** What stands around the gateway in tests: Kafka, the hub, devices, upstream and downstream. */
@NullMarked
package io.downlink.gateway.world;

import org.jspecify.annotations.NullMarked;
