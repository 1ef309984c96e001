/** A real Kafka broker on one machine: KRaft, one node, started in this process. */
@NullMarked
package io.downlink.localstack.kafka;

import org.jspecify.annotations.NullMarked;
