/** Carries job requests from {@code downlink.jobs} to IoT Hub, and what became of them back to Kafka. */
@NullMarked
package io.downlink.orchestrator;

import org.jspecify.annotations.NullMarked;
