/** What a replica learns from Kafka alone when it takes a partition over. */
@NullMarked
package io.downlink.gateway.takeover;

import org.jspecify.annotations.NullMarked;
