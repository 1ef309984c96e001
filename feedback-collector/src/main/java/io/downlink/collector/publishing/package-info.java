/** Feedback in Kafka: records written until they are acknowledged, and counted. */
@NullMarked
package io.downlink.collector.publishing;

import org.jspecify.annotations.NullMarked;
